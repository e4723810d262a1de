import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createWholeImage } from "@/lib/backups/commands/create-whole-image";
import { restoreBackup } from "@/lib/backups/commands/restore-backup";
import { listBackups } from "@/lib/backups/queries/list-backups";
import { listVaults } from "@/lib/backups/queries/list-vaults";
import { GIB, MIB } from "@/lib/disk/model";
import { createAgency } from "@/lib/iam/commands/create-agency";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { getImage } from "@/lib/images/queries/get-image";
import { getImageRelations } from "@/lib/images/queries/get-image-relations";
import { cancelJob } from "@/lib/jobs/commands/cancel-job";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { storageOf } from "@/lib/regions/storage-of";
import { aBackup, aVault } from "@/lib/testing/backup-records";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { aLazyServer, applyForServers, copyOf, readsAs, writeOnto } from "@/lib/testing/servers";
import { anImageOf } from "@/lib/testing/sized-images";
import { systemDisks } from "@/lib/testing/system-disks";
import { volumePath } from "@/lib/volumes/volume-files";
import { copyImageAcross } from "./commands/copy-image-across";
import { retryCopy } from "./commands/retry-copy";
import { getCopyOptions } from "./queries/get-copy-options";

testDatabase();
diskExports();
const disks = systemDisks("qcow2");
const SOUTH = "cn-south-1";
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-copies-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function disksOf(serverId: string) {
  const volumes = await db().volume.findMany({ where: { serverId, status: { not: "deleted" } }, orderBy: { device: "asc" } });
  return volumes.map(({ id, regionId }) => ({ path: volumePath(regionId, id) }));
}

/** A Normal full-server image of a server with an empty and a written data disk, an agency and vaults in both regions. */
async function aWholeImage() {
  const account = await anAccount();
  const { owner } = account;
  const south = await account.ownerIn(SOUTH);
  const { imageId: golden } = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "golden" });
  const serverId = await aLazyServer(owner, { imageId: golden, dataDisks: [{ sizeGb: 10 }, { sizeGb: 20 }] });
  const [system = { path: "" }, , data = { path: "" }] = await disksOf(serverId);
  await writeOnto(system, { byte: 0x51, offset: 9 * GIB + 777, length: 3 * MIB });
  await writeOnto(data, { byte: 0x52, offset: 11 * GIB, length: 5 * MIB });
  const copies = await Promise.all((await disksOf(serverId)).map((disk) => copyOf(disk, folder)));
  const { imageId } = await createWholeImage(owner, { serverId, vaultId: await aVault(owner), name: "whole" });
  await runJobs(owner);
  const { agencyId } = await createAgency(owner, { name: "to-south", projectId: projectOf(south).id });
  const targetVaultId = await aVault(south);
  const across = () => copyImageAcross(owner, { imageId, name: "whole-south", targetRegionId: SOUTH, agencyId, targetVaultId });
  return { account, owner, south, imageId, copies, across, targetVaultId };
}

/** Makes a server of an image in the actor's region and compares all its disks. */
async function expectServer(actor: Actor, ...[imageId, copies]: [imageId: string, copies: readonly string[]]): Promise<void> {
  const [serverId = ""] = (await applyForServers(actor, { imageId, name: "twin" })).serverIds;
  await runJobs(actor);
  const made = await disksOf(serverId);
  expect(made).toHaveLength(copies.length);
  for (const [index, disk] of made.entries()) expect(await readsAs(disk, copies[index] ?? "")).toBe(true);
}

async function storedFor(regionId: string, backupId: string | null | undefined): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storageOf(regionId).list(`backups/${backupId}/`)) keys.push(key);
  return keys;
}

it("takes all disks and the backup to the other region, makes servers there, and again of the backup alone (CPY-14, FEE-12)", {
  timeout: 240_000,
}, async () => {
  const { owner, south, imageId, copies, across, targetVaultId } = await aWholeImage();
  const { imageId: copyId } = await across();
  const [making] = (await listBackups(south, {})).items;
  expect(making).toMatchObject({
    status: "creating",
    kind: "cbr",
    sizeGb: 70,
    imageId: copyId,
    serverId: null,
    job: { kind: "copyImageAcross" },
  });
  expect(await listVaults(south, {})).toMatchObject([{ id: targetVaultId, reservedBytes: 70 * GIB, usedBytes: 0 }]);
  await runJobs(owner);
  const copy = await getImage(south, { imageId: copyId });
  expect(copy).toMatchObject({ state: "normal", kind: "whole", dataDisksGb: [10, 20], sourceBackupId: making?.id });
  expect(copy.sourceBackup).toEqual({ id: making?.id, name: making?.name });
  expect((await getImageRelations(south, { imageId: copyId })).edges).toEqual(
    expect.arrayContaining([
      { from: imageId, to: copyId, relation: "copy" },
      { from: making?.id, to: copyId, relation: "backup" },
    ]),
  );
  const [vault] = await listVaults(south, {});
  expect(vault).toMatchObject({ reservedBytes: 0, backups: 1 });
  // Two of the three disks hold something.
  const deltas = await db().backupDelta.findMany({ where: { vaultId: targetVaultId } });
  expect(deltas.map(({ regionId }) => regionId)).toEqual([SOUTH, SOUTH]);
  expect(vault?.usedBytes).toBe(deltas.reduce((sum, { sizeBytes }) => sum + Number(sizeBytes), 0));
  await expect(restoreBackup(south, { backupId: making?.id ?? "" })).rejects.toMatchObject({ code: "backupWithoutServer" });
  await expectServer(south, copyId, copies);

  const { sourceBackupId } = await getImage(owner, { imageId });
  expect([await storedFor("cn-north-4", sourceBackupId), await storedFor(SOUTH, making?.id)].map(({ length }) => length)).toEqual([2, 2]);

  // What was copied stands on its own: the source and its backup may go, and the backup makes the next image.
  await deleteImage(owner, { imageId, withBackup: true });
  await deleteImage(south, { imageId: copyId });
  for (const actor of [owner, south]) await runJobs(actor);
  expect(await storedFor("cn-north-4", sourceBackupId)).toEqual([]);
  const again = await createWholeImage(south, { backupId: making?.id ?? "", name: "again" });
  await runJobs(south);
  await expectServer(south, again.imageId, copies);
});

it("that fails or is cancelled leaves no backup behind, and can be tried again (CPY-14)", { timeout: 180_000 }, async () => {
  const { owner, south, across, targetVaultId } = await aWholeImage();
  const first = await across();
  const { imageId: copyId } = first;
  const backupOf = async () => (await getImage(south, { imageId: copyId })).sourceBackupId;
  const expectNothing = async (failureCode: string, backupId: string | null) => {
    expect(await getImage(south, { imageId: copyId })).toMatchObject({ state: "error", failureCode, sourceBackup: null });
    expect((await listBackups(south, {})).items).toEqual([]);
    expect(await listVaults(south, {})).toMatchObject([{ id: targetVaultId, reservedBytes: 0, usedBytes: 0, backups: 0 }]);
    expect(await storedFor(SOUTH, backupId)).toEqual([]);
  };
  const failing = await backupOf();
  const stored: string[] = [];
  const fail = async () => {
    stored.push(...(await storedFor(SOUTH, failing)));
    throw new AppError("projectNotAuthorised", { region: SOUTH });
  };
  await deliverJob(first.jobId, atStage("register", fail));
  expect(stored).toHaveLength(2);
  await expectNothing("projectNotAuthorised", failing);
  const second = await retryCopy(owner, { jobId: first.jobId });
  const cancelled = await backupOf();
  await deliverJob(
    second.jobId,
    atStage("backUp", () => cancelJob(owner, { jobId: second.jobId })),
  );
  await expectNothing("cancelled", cancelled);
  await retryCopy(owner, { jobId: second.jobId });
  await runJobs(owner);
  expect(await getImage(south, { imageId: copyId })).toMatchObject({ state: "normal", sourceBackupId: await backupOf() });
  expect((await listBackups(south, {})).items).toMatchObject([{ status: "available", imageId: copyId }]);
});

it("needs a vault of the same service there, with room for all disks (CPY-14)", async () => {
  const account = await anAccount();
  const { owner } = account;
  const south = await account.ownerIn(SOUTH);
  const { agencyId } = await createAgency(owner, { name: "to-south", projectId: projectOf(south).id });
  const sourceBackupId = await aBackup(owner, { kind: "csbs" });
  const { id: imageId } = await anImageOf(owner, GIB, { kind: "whole", sourceBackupId });
  expect((await getCopyOptions(owner, { imageId })).backup).toEqual({ kind: "csbs", sizeGb: 40 });
  const into = async (targetVaultId?: string) =>
    copyImageAcross(owner, { imageId, name: "c", targetRegionId: SOUTH, agencyId, ...(targetVaultId && { targetVaultId }) });
  await expect(into()).rejects.toMatchObject({ code: "invalidArgument", detail: { field: "targetVaultId", reason: "vaultRequired" } });
  await expect(into(await aVault(south))).rejects.toMatchObject({ code: "vaultKindMismatch" });
  await expect(into(await aVault(south, { kind: "csbs", capacityGb: 39 }))).rejects.toMatchObject({ code: "vaultFull" });
  await expect(into(await aVault(owner, { kind: "csbs" }))).rejects.toMatchObject({ code: "notFound" });
  const stranger = await (await anAccount()).ownerIn(SOUTH);
  await expect(into(await aVault(stranger, { kind: "csbs" }))).rejects.toMatchObject({ code: "notFound" });
  expect(await db().backup.count({ where: { projectId: projectOf(south).id } })).toBe(0);
  await into(await aVault(south, { kind: "csbs", capacityGb: 40 }));
});

it("counts all disks of a full-server image for the limit of the route (LIM-35, AMB-15)", async () => {
  const account = await anAccount();
  const { owner } = account;
  const { agencyId } = await createAgency(owner, { name: "to-south", projectId: projectOf(await account.ownerIn(SOUTH)).id });
  for (const [data, code] of [
    [100 * GIB, undefined],
    [100 * GIB + 1, "copySizeExceeded"],
  ] as const) {
    const { id: imageId } = await anImageOf(owner, 200 * GIB, { kind: "whole" });
    const other = await anImageOf(owner, data);
    const { diskId } = await db().image.findUniqueOrThrow({ where: { id: other.id }, select: { diskId: true } });
    await db().imageDataDisk.create({ data: { imageId, position: 1, diskId: diskId ?? "", sizeGb: 200 } });
    const copied = copyImageAcross(owner, { imageId, name: "c", targetRegionId: SOUTH, agencyId });
    if (code === undefined) await copied;
    else await expect(copied).rejects.toMatchObject({ code, detail: { limit: 300 } });
  }
});
