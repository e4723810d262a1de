import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { MIB } from "@/lib/disk/model";
import { inspectObject } from "@/lib/objects/tasks/inspect-object";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import type { Actor } from "@/lib/platform/operation/actor";
import { deliver } from "@/lib/platform/queue/work";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { aRegistration } from "@/lib/testing/images";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { aBucket, anObject } from "@/lib/testing/objects";
import { systemDisks } from "@/lib/testing/system-disks";
import { getImage } from "./queries/get-image";

testDatabase();
const disks = systemDisks("qcow2", "vmdk");
const run = promisify(execFile);

const OVF = `<Envelope xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1"><References><File ovf:id="f" ovf:href="disk.vmdk"/></References>
<DiskSection><Disk ovf:diskId="d" ovf:fileRef="f"/></DiskSection></Envelope>`;

async function packageOf(disksInIt: number): Promise<Buffer> {
  await writeFile(
    path.join(disks.folder, "machine.ovf"),
    OVF.replace("<Disk ", `${"<Disk/>".repeat(disksInIt - 1).replaceAll("/", ' ovf:diskId="e"/')}<Disk `),
  );
  await run("tar", ["--create", "--format=ustar", "--file", "machine.ova", "machine.ovf", "disk.vmdk"], { cwd: disks.folder });
  return readFile(path.join(disks.folder, "machine.ova"));
}

async function xzOf(file: string): Promise<Buffer> {
  await run("xz", ["-0", "--keep", "--force", file]);
  return readFile(`${file}.xz`);
}

const WRAPPED = {
  gzip: async () => gzipSync(await disks.bytes("qcow2")),
  zstd: async () => zstdCompressSync(await disks.bytes("qcow2")),
  xz: async () => xzOf(disks.path("qcow2")),
  ova: () => packageOf(1),
};

/** What the worker's look inside a file of this name finds. */
async function inspectionOf(owner: Actor, name: string, bytes: Uint8Array) {
  const object = await anObject(owner, await aBucket(owner), { name, bytes });
  const project = projectOf(owner);
  const job = { id: randomUUID(), accountId: owner.accountId, projectId: project.id, regionId: project.regionId };
  await db().job.create({ data: { ...job, kind: "inspectObject", payload: { objectId: object.id } } });
  await deliver(job.id, inspectObject);
  return (await db().bucketObject.findUniqueOrThrow({ where: { id: object.id } })).inspection;
}

const scratch = () => readdir(path.join(env().dataDir, "scratch"));

it.each(Object.entries(WRAPPED))(
  "makes an image of a disk that was uploaded in %s, and leaves no unpacked file (PRI-06, FMT-01)",
  async (wrapper, make) => {
    const { owner } = await anAccount();
    const { imageId, jobId } = await aRegistration(owner, await make());
    const stages: string[] = [];
    await deliverJob(jobId, (run) => {
      for (const stage of ["unwrap", "inspect", "register"]) atStage(stage, () => stages.push(stage))(run);
    });
    await runJobs(owner);
    expect(await getImage(owner, { imageId })).toMatchObject({
      status: "active",
      sourceFormat: wrapper === "ova" ? "vmdk" : "qcow2",
      virtualSizeBytes: 24 * MIB,
      osVersion: "Fedora 29 64bit",
    });
    expect(stages).toEqual(["unwrap", "inspect", "register"]);
    expect(await scratch()).toEqual([]);
  },
);

it("does not make an image of a package of two disks, and says why (FMT-02)", async () => {
  const { owner } = await anAccount();
  const { imageId } = await aRegistration(owner, await packageOf(2));
  await runJobs(owner);
  const image = await getImage(owner, { imageId });
  expect(image).toMatchObject({
    status: "killed",
    failureCode: "formatNotSupported",
    failureDetail: { construct: "ova.disks", found: "2" },
  });
  expect(await scratch()).toEqual([]);
});

it("looks inside of a wrapped file, and notes a name that says something else", async () => {
  const { owner } = await anAccount();
  const bytes = await WRAPPED.gzip();
  const found = {
    state: "ok",
    wrapper: "gzip",
    facts: { format: "qcow2", virtualSizeBytes: 24 * MIB },
    os: { version: "Fedora 29 64bit" },
  };
  expect(await inspectionOf(owner, "disk.qcow2.gz", bytes)).toMatchObject(found);
  expect(await inspectionOf(owner, "disk.qcow2.gz", bytes)).not.toHaveProperty("nameSays");
  expect(await inspectionOf(owner, "disk.vhd", bytes)).toMatchObject({ ...found, nameSays: "VHD" });
  expect(await inspectionOf(owner, "disk.vhd", await disks.bytes("qcow2"))).toMatchObject({ state: "ok", nameSays: "VHD" });
  const bomb = gzipSync(Buffer.alloc(100 * MIB, "a"));
  expect(await inspectionOf(owner, "disk.raw.gz", bomb)).toMatchObject({
    state: "refused",
    code: "decompressionLimit",
    detail: { construct: "gzip.ratio" },
  });
  expect(await scratch()).toEqual([]);
});
