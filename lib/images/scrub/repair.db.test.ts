import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { createFileStorage } from "@/lib/platform/storage/file";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { systemDisks } from "@/lib/testing/system-disks";
import { scrubImage } from "../commands/scrub-image";
import { getImage } from "../queries/get-image";

const folder = await mkdtemp(path.join(tmpdir(), "ims-repair-"));
const rootOf = (name: string) => path.join(folder, name);
const region = { id: "cn-north-4", nameZh: "华北-北京四", nameEn: "CN North-Beijing4", geography: "chineseMainland", zones: [{ id: "a" }] };
const [storage = "", ...replicas] = ["1", "2", "3"].map((name) => pathToFileURL(rootOf(name)).href);
await writeFile(path.join(folder, "regions.json"), JSON.stringify([{ ...region, storage, replicas }]));
process.env.IMS_REGIONS = path.join(folder, "regions.json");
testDatabase();
const disks = systemDisks("qcow2");
afterAll(() => rm(folder, { recursive: true }));

it("replaces a damaged copy by a sound one, whichever it is, and says so in the audit (SEC-06)", async () => {
  const { owner } = await anAccount();
  const { imageId } = await aRegisteredImage(owner, await disks.bytes("qcow2"));
  const { disk } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { disk: true } });
  const fileIn = async (name: string) => {
    const { path: file, release } = await createFileStorage({ root: rootOf(name) }).localPath(disk?.storageKey ?? "");
    await release();
    return file;
  };
  const sound = await readFile(await fileIn("1"));
  for (const name of ["1", "3"]) {
    const broken = Buffer.from(sound);
    broken.writeUInt8(broken.readUInt8(5000) ^ 1, 5000);
    await writeFile(await fileIn(name), broken);
    await scrubImage(owner, { imageId });
    await runJobs(owner);
    expect(await getImage(owner, { imageId })).toMatchObject({ integrity: { damage: null }, replicas: 3 });
    expect((await readFile(await fileIn(name))).equals(sound)).toBe(true);
  }
  const traces = await db().auditTrace.findMany({ where: { resourceId: imageId, trace: "scrubDisk" } });
  expect(traces.map(({ outcome, detail }) => ({ outcome, detail }))).toEqual(
    Array.from({ length: 2 }, () => ({ outcome: "done", detail: expect.objectContaining({ copies: 3, repaired: 1 }) })),
  );
});
