import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GIB, MIB } from "@/lib/disk/model";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { storageOf } from "@/lib/regions/storage-of";
import { reportFault } from "@/lib/servers/commands/report-fault";
import { getServer } from "@/lib/servers/queries/get-server";
import { aBackup, aVault } from "@/lib/testing/backup-records";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { aServer } from "@/lib/testing/server-records";
import { aLazyServer, copyOf, diskOf, readsAs, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { volumePath } from "@/lib/volumes/volume-files";
import { createBackup } from "./commands/create-backup";
import { deleteBackup } from "./commands/delete-backup";
import { deleteVault } from "./commands/delete-vault";
import { resizeVault } from "./commands/resize-vault";
import { restoreBackup } from "./commands/restore-backup";
import { listBackups } from "./queries/list-backups";
import { listVaults } from "./queries/list-vaults";

testDatabase();
diskExports();
const disks = systemDisks("raw", "qcow2");
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-copies-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fileOf = (id: string) => ({ path: volumePath("cn-north-4", id) });

async function aServerWithData(owner: Actor) {
  const { imageId } = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "golden" });
  const serverId = await aLazyServer(owner, { imageId, dataDisks: [{ sizeGb: 10 }], start: false });
  const data = await db().volume.findFirstOrThrow({ where: { serverId, bootable: false } });
  return { serverId, system: await diskOf(serverId), data: fileOf(data.id) };
}

const addedBy = async (owner: Actor, backupId: string) =>
  (await listBackups(owner, {})).items.find(({ id }) => id === backupId)?.addedBytes ?? -1;

async function stored(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storageOf("cn-north-4").list("backups/")) keys.push(key);
  return keys;
}

it("stores of every later backup only the blocks that changed, and gives each back whole (REL-07, IMG-08)", {
  timeout: 180_000,
}, async () => {
  const { owner } = await anAccount();
  const vaultId = await aVault(owner);
  const { serverId, system, data } = await aServerWithData(owner);
  await writeOnto(data, { byte: 0x21, offset: 5 * GIB, length: 4 * MIB });
  const first = await createBackup(owner, { serverId, vaultId, name: "first" });
  await deliverJob(
    first.jobId,
    atStage("backUp", () => writeOnto(data, { byte: 0x22, offset: 5 * GIB, length: MIB })),
  );
  const nothing = await createBackup(owner, { serverId, vaultId, name: "one-block" });
  await runJobs(owner);
  await writeOnto(system, { byte: 0x23, offset: 39 * GIB, length: 1 });
  const [systemThen, dataThen] = [await copyOf(system, folder), await copyOf(data, folder)];
  const third = await createBackup(owner, { serverId, vaultId, name: "third" });
  await runJobs(owner);
  const unchanged = await createBackup(owner, { serverId, vaultId, name: "unchanged" });
  await runJobs(owner);
  const [one, two, three, four] = [
    await addedBy(owner, first.backupId),
    await addedBy(owner, nothing.backupId),
    await addedBy(owner, third.backupId),
    await addedBy(owner, unchanged.backupId),
  ];
  expect(one).toBeGreaterThan(2 * two);
  expect(two).toBeGreaterThan(0);
  expect(two).toBeLessThan(MIB);
  expect(three).toBeGreaterThan(0);
  expect(three).toBeLessThan(MIB);
  expect(four).toBe(0);
  const [vault] = await listVaults(owner, {});
  expect(vault).toMatchObject({ usedBytes: one + two + three, reservedBytes: 0, backups: 4 });

  // A deleted backup takes only what no other needs.
  await deleteBackup(owner, { backupId: first.backupId });
  await deleteBackup(owner, { backupId: nothing.backupId });
  await runJobs(owner);
  await writeOnto(system, { byte: 0x66, offset: 0, length: 8 * MIB });
  await writeOnto(data, { byte: 0x67, offset: 5 * GIB, length: 8 * MIB });
  await reportFault(owner, { serverId, note: "does not boot" });
  await restoreBackup(owner, { backupId: third.backupId, start: true });
  await runJobs(owner);
  expect(await getServer(owner, { serverId })).toMatchObject({ status: "running", faultyAt: null });
  expect(await readsAs(system, systemThen)).toBe(true);
  expect(await readsAs(data, dataThen)).toBe(true);
  for (const backupId of [third.backupId, unchanged.backupId]) await deleteBackup(owner, { backupId });
  await runJobs(owner);
  expect(await stored()).toEqual([]);
  expect(await listVaults(owner, {})).toMatchObject([{ usedBytes: 0, backups: 0 }]);
  await deleteVault(owner, { vaultId });
});

it("needs room for all disks of the server, also when many ask at once", async () => {
  const { owner } = await anAccount();
  const vaultId = await aVault(owner, { capacityGb: 100 });
  const servers = await Promise.all(Array.from({ length: 5 }, () => aServer(owner)));
  const results = await Promise.allSettled(servers.map((serverId) => createBackup(owner, { serverId, vaultId, name: "race" })));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "vaultFull" });
  await expect(resizeVault(owner, { vaultId, capacityGb: 79 })).rejects.toMatchObject({ code: "vaultFull" });
  await resizeVault(owner, { vaultId, capacityGb: 120 });
  await expect(deleteVault(owner, { vaultId })).rejects.toMatchObject({ code: "vaultNotEmpty" });
  const left = servers[results.findIndex(({ status }) => status === "rejected")] ?? "";
  await createBackup(owner, { serverId: left, vaultId, name: "fits-now" });
});

it("refuses servers and backups in the wrong state", async () => {
  const { owner } = await anAccount();
  const vaultId = await aVault(owner);
  await expect(createBackup(owner, { serverId: await aServer(owner, { status: "error" }), vaultId, name: "none" })).rejects.toMatchObject({
    code: "serverStateInvalid",
  });
  await expect(
    createBackup(owner, { serverId: await aServer(owner, { frozenAt: new Date() }), vaultId, name: "none" }),
  ).rejects.toMatchObject({ code: "serverFrozen" });
  const serverId = await aServer(owner, { status: "running" });
  await expect(restoreBackup(owner, { backupId: await aBackup(owner, { serverId }) })).rejects.toMatchObject({
    code: "serverStateInvalid",
  });
  await expect(restoreBackup(owner, { backupId: await aBackup(owner, { status: "error" }) })).rejects.toMatchObject({
    code: "backupNotAvailable",
  });
});

it("that fails leaves a server as it was, and a backup that says why", async () => {
  const { owner } = await anAccount();
  const vaultId = await aVault(owner);
  const { serverId, system } = await aServerWithData(owner);
  const { jobId, backupId } = await createBackup(owner, { serverId, vaultId, name: "cancelled" });
  await deliverJob(
    jobId,
    atStage("backUp", () => db().job.update({ where: { id: jobId }, data: { cancelRequestedAt: new Date() } })),
  );
  expect((await listBackups(owner, {})).items).toMatchObject([{ id: backupId, status: "error", failureCode: "cancelled" }]);
  expect((await stored()).filter((key) => key.includes(backupId))).toEqual([]);
  await runJobs(owner);
  expect((await diskOf(serverId)).status).toBe("independent");
  expect(await readsAs(system, disks.path("raw"))).toBe(true);
  await deleteBackup(owner, { backupId });
});
