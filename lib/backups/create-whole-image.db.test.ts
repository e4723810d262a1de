import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GIB, MIB } from "@/lib/disk/model";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { getImage } from "@/lib/images/queries/get-image";
import { whyNot } from "@/lib/images/rules/why-not";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { aBackup, aVault } from "@/lib/testing/backup-records";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { aServer } from "@/lib/testing/server-records";
import { aLazyServer, applyForServers, copyOf, readsAs, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { volumePath } from "@/lib/volumes/volume-files";
import { createBackup } from "./commands/create-backup";
import { createWholeImage } from "./commands/create-whole-image";
import { deleteBackup } from "./commands/delete-backup";

testDatabase();
diskExports();
const disks = systemDisks("qcow2");
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-copies-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function disksOf(serverId: string) {
  const volumes = await db().volume.findMany({ where: { serverId, status: { not: "deleted" } }, orderBy: { device: "asc" } });
  return volumes.map(({ id, sizeGb, bootable }) => ({ path: volumePath("cn-north-4", id), sizeGb, bootable }));
}

/** A server with two data disks that hold something, and copies of its disks as they are. */
async function aFullServer(owner: Actor) {
  const { imageId } = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "golden" });
  const serverId = await aLazyServer(owner, { imageId, dataDisks: [{ sizeGb: 10 }, { sizeGb: 20 }] });
  const all = await disksOf(serverId);
  for (const [index, disk] of all.entries()) await writeOnto(disk, { byte: 0x40 + index, offset: 9 * GIB + 777, length: 3 * MIB });
  return { serverId, copies: await Promise.all(all.map((disk) => copyOf(disk, folder))) };
}

it("makes of a server with its data disks a full-server image, by a CBR backup, and of that a server with the same disks (PRI-14, USE-11, REL-01, ADV-04)", {
  timeout: 180_000,
}, async () => {
  const { owner } = await anAccount();
  const vaultId = await aVault(owner);
  const { serverId, copies } = await aFullServer(owner);
  const { imageId } = await createWholeImage(owner, { serverId, vaultId, name: "whole web" });
  await runJobs(owner);
  const image = await getImage(owner, { imageId });
  expect(image).toMatchObject({
    kind: "whole",
    state: "normal",
    osVersion: "Fedora 29 64bit",
    sourceServerId: serverId,
    originCsbs: false,
    minDiskGb: 40,
  });
  expect(await db().backup.findUnique({ where: { id: image.sourceBackupId ?? "" } })).toMatchObject({
    kind: "cbr",
    status: "available",
    serverId,
  });
  expect(await db().imageDataDisk.findMany({ where: { imageId }, orderBy: { position: "asc" } })).toMatchObject([
    { position: 1, sizeGb: 10 },
    { position: 2, sizeGb: 20 },
  ]);
  const made = await applyForServers(owner, { imageId, name: "twin" });
  await runJobs(owner);
  const twin = await disksOf(made.serverIds[0] ?? "");
  expect(twin.map(({ sizeGb, bootable }) => [sizeGb, bootable])).toEqual([
    [40, true],
    [10, false],
    [20, false],
  ]);
  for (const [index, disk] of twin.entries()) expect(await readsAs(disk, copies[index] ?? "")).toBe(true);
  await deleteImage(owner, { imageId });
  await runJobs(owner);
  for (const [index, disk] of twin.entries()) expect(await readsAs(disk, copies[index] ?? "")).toBe(true);
});

it.each(["csbs", "cbr"] as const)(
  "makes of a %s backup one full-server image at a time, and another after that is deleted (PRI-15, PRI-16, REL-06, REL-07, LIM-18, LIM-22)",
  { timeout: 180_000 },
  async (kind) => {
    const { owner } = await anAccount();
    const vaultId = await aVault(owner, { kind });
    const { serverId, copies } = await aFullServer(owner);
    const { backupId } = await createBackup(owner, { serverId, vaultId, name: "nightly" });
    await expect(createWholeImage(owner, { backupId, name: "too early" })).rejects.toMatchObject({ code: "backupNotAvailable" });
    await runJobs(owner);
    await db().server.update({ where: { id: serverId }, data: { status: "error" } });
    const requests = await Promise.allSettled(
      Array.from({ length: 4 }, (_, index) => createWholeImage(owner, { backupId, name: `race ${index}` })),
    );
    const made = requests.flatMap((each) => (each.status === "fulfilled" ? [each.value.imageId] : []));
    expect(made).toHaveLength(1);
    for (const each of requests)
      if (each.status === "rejected") expect(["backupAlreadyUsed", "taskInProgress"]).toContain(each.reason.code);
    await runJobs(owner);
    const [imageId = ""] = made;
    const image = await getImage(owner, { imageId });
    expect(image).toMatchObject({
      state: "normal",
      kind: "whole",
      sourceKind: "backup",
      sourceBackupId: backupId,
      originCsbs: kind === "csbs",
    });
    expect(whyNot("share", image)?.code).toBe(kind === "csbs" ? "fullImageNotShareable" : undefined);
    await expect(createWholeImage(owner, { backupId, name: "again" })).rejects.toMatchObject({ code: "backupAlreadyUsed" });
    await expect(deleteBackup(owner, { backupId })).rejects.toMatchObject({ code: "backupInUse" });
    const server = await applyForServers(owner, { imageId, name: "twin" });
    await runJobs(owner);
    for (const [index, disk] of (await disksOf(server.serverIds[0] ?? "")).entries())
      expect(await readsAs(disk, copies[index] ?? "")).toBe(true);
    await deleteImage(owner, { imageId });
    await runJobs(owner);
    await createWholeImage(owner, { backupId, name: "after" });
  },
);

it("marks what came of a server that ever had a CSBS backup, even a deleted one (LIM-22)", { timeout: 120_000 }, async () => {
  const { owner } = await anAccount();
  const { serverId } = await aFullServer(owner);
  const csbs = await createBackup(owner, { serverId, vaultId: await aVault(owner, { kind: "csbs" }), name: "old" });
  await runJobs(owner);
  await deleteBackup(owner, { backupId: csbs.backupId });
  await expect(
    createWholeImage(owner, { serverId, vaultId: await aVault(owner, { kind: "csbs" }), name: "wrong vault" }),
  ).rejects.toMatchObject({ code: "vaultKindMismatch" });
  const { imageId } = await createWholeImage(owner, { serverId, vaultId: await aVault(owner), name: "whole" });
  await runJobs(owner);
  const image = await getImage(owner, { imageId });
  expect(image).toMatchObject({ state: "normal", originCsbs: true });
  expect(whyNot("share", image)).toMatchObject({ code: "fullImageNotShareable" });
});

it("takes servers that are stopped or running, but any backup (LIM-17)", async () => {
  const { owner } = await anAccount();
  const vaultId = await aVault(owner);
  for (const status of ["stopped", "running"] as const)
    expect(await createWholeImage(owner, { serverId: await aServer(owner, { status }), vaultId, name: "whole" })).toHaveProperty("imageId");
  for (const status of ["building", "error"] as const)
    await expect(createWholeImage(owner, { serverId: await aServer(owner, { status }), vaultId, name: "none" })).rejects.toMatchObject({
      code: "serverStateInvalid",
    });
  await expect(
    createWholeImage(owner, { serverId: await aServer(owner, { frozenAt: new Date() }), vaultId, name: "none" }),
  ).rejects.toMatchObject({ code: "serverFrozen" });
  await createWholeImage(owner, {
    backupId: await aBackup(owner, { serverId: await aServer(owner, { status: "error" }) }),
    name: "of a backup",
  });
});
