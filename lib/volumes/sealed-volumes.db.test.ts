import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { createBackup } from "@/lib/backups/commands/create-backup";
import { restoreBackup } from "@/lib/backups/commands/restore-backup";
import { GIB, MIB } from "@/lib/disk/model";
import { createOverlay, overlayInfo } from "@/lib/disk/qemu/overlay";
import { freezeVolumeFile, frozenNames } from "@/lib/disk/qemu/volume-file";
import { getImage } from "@/lib/images/queries/get-image";
import { createKey } from "@/lib/keys/commands/create-key";
import { disableKey } from "@/lib/keys/commands/disable-key";
import { enableKey } from "@/lib/keys/commands/enable-key";
import { rotateKey } from "@/lib/keys/commands/rotate-key";
import { scheduleKeyDeletion } from "@/lib/keys/commands/schedule-key-deletion";
import { sweepKeys } from "@/lib/keys/sweep-keys";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { createDataImages } from "@/lib/servers/commands/create-data-images";
import { createSystemImage } from "@/lib/servers/commands/create-system-image";
import { reinstallServer } from "@/lib/servers/commands/reinstall-server";
import { getServer } from "@/lib/servers/queries/get-server";
import { aVault } from "@/lib/testing/backup-records";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { anEncryptedRegistration } from "@/lib/testing/keys";
import { aServer } from "@/lib/testing/server-records";
import { aLazyServer, applyForServers, copyOf, diskOf, readsAs, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { sweep } from "@/lib/worker/sweep";
import { attachVolume } from "./commands/attach-volume";
import { createVolumes } from "./commands/create-volumes";
import { growVolume } from "./commands/grow-volume";
import { openVolume } from "./content/volume-key";
import { listVolumes } from "./queries/list-volumes";
import { diskSocketPath, volumePath } from "./volume-files";

testDatabase();
diskExports();
const disks = systemDisks("raw", "qcow2");
const zoneId = "cn-north-4a";
const DAY_MS = 24 * 60 * 60_000;
const PATTERN = { byte: 0x5a, offset: 20 * GIB, length: MIB };
const pathOf = (id: string) => volumePath("cn-north-4", id);
const rowOf = (id: string) => db().volume.findUniqueOrThrow({ where: { id } });

/** Whether bytes that are known to be on a disk stand in its file as they are. */
async function holdsPlain(file: string): Promise<boolean> {
  const stored = await readFile(file);
  return stored.includes(Buffer.alloc(64, PATTERN.byte)) || stored.includes("Fedora 29 (Server Edition)");
}

/** A key, an image encrypted under it, and a server of that image whose disk still reads from it. */
async function anEncryptedServer() {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const { imageId } = await anEncryptedRegistration(owner, keyId, await disks.bytes("qcow2"));
  await runJobs(owner);
  const serverId = await aLazyServer(owner, { imageId, start: false });
  return { owner, keyId, imageId, serverId, ...(await diskOf(serverId)) };
}

async function anEncryptedVolume(owner: Actor, encryption: { encrypted: boolean; keyId?: string }): Promise<string> {
  const { volumeIds } = await createVolumes(owner, { zoneId, volumes: [{ name: "data", sizeGb: 40, ...encryption }] });
  await runJobs(owner);
  return volumeIds[0] ?? "";
}

const failures = (owner: Actor) =>
  db().job.findMany({ where: { accountId: owner.accountId, status: "failed" }, select: { kind: true, errorCode: true } });

it("keeps a server's disk encrypted from its making over its filling, growing and restoring, and it reads as written (SEC-01)", async () => {
  const { owner, serverId, id, path } = await anEncryptedServer();
  expect(await holdsPlain(disks.path("raw"))).toBe(true); // what is searched for is there to be found
  await writeOnto({ path }, PATTERN);
  expect(await holdsPlain(path)).toBe(false);
  await runJobs(owner); // fills
  expect(await diskOf(serverId)).toMatchObject({ status: "independent" });
  expect(await overlayInfo(path)).toMatchObject({ encrypted: true });
  expect(await holdsPlain(path)).toBe(false);
  const then = await copyOf({ path }, disks.folder);
  const { backupId } = await createBackup(owner, { serverId, vaultId: await aVault(owner), name: "nightly" });
  await runJobs(owner);
  await growVolume(owner, { volumeId: id, sizeGb: 60 });
  await runJobs(owner);
  await writeOnto({ path }, { ...PATTERN, byte: 0x11, length: 8 * MIB });
  expect(await readsAs({ path }, then)).toBe(false);
  await restoreBackup(owner, { backupId });
  await runJobs(owner);
  expect(await readsAs({ path }, then)).toBe(true);
  expect(await overlayInfo(path)).toMatchObject({ encrypted: true, virtualSizeBytes: 60 * GIB });
  expect(await holdsPlain(path)).toBe(false);
  expect(await failures(owner)).toEqual([]);
});

it("opens no disk while its key is disabled and none ever after it is deleted, and says so at once (SEC-01)", async () => {
  const { owner, keyId, imageId, serverId, id, path } = await anEncryptedServer();
  await disableKey(owner, { keyId });
  const refused = { code: "keyUnavailable", detail: { key: "mine", state: "disabled" } };
  await expect(growVolume(owner, { volumeId: id, sizeGb: 60 })).rejects.toMatchObject(refused);
  await expect(createSystemImage(owner, { serverId, name: "again" })).rejects.toMatchObject(refused);
  await expect(createBackup(owner, { serverId, vaultId: await aVault(owner), name: "nightly" })).rejects.toMatchObject(refused);
  await expect(applyForServers(owner, { imageId })).rejects.toMatchObject(refused);
  await expect(reinstallServer(owner, { serverId })).rejects.toMatchObject(refused);
  await runJobs(owner); // the fill
  expect(await failures(owner)).toEqual([{ kind: "fillVolume", errorCode: "keyUnavailable" }]);
  await enableKey(owner, { keyId });
  await growVolume(owner, { volumeId: id, sizeGb: 60 });
  await runJobs(owner);
  expect(await diskOf(serverId)).toMatchObject({ status: "independent" });
  expect(await readsAs({ path }, disks.path("raw"))).toBe(true);
  await scheduleKeyDeletion(owner, { keyId, days: 7 });
  await sweepKeys(new Date(Date.now() + 8 * DAY_MS));
  await expect(growVolume(owner, { volumeId: id, sizeGb: 70 })).rejects.toMatchObject({
    code: "keyUnavailable",
    detail: { state: "deleted" },
  });
  await expect(openVolume({ id, regionId: "cn-north-4" })).rejects.toMatchObject({ code: "keyUnavailable" });
});

it("keeps the data key of a disk when its key is rotated, and wraps new ones by the new version", async () => {
  const { owner, keyId, imageId, id, path } = await anEncryptedServer();
  const before = await rowOf(id);
  await rotateKey(owner, { keyId });
  await runJobs(owner);
  expect(await rowOf(id)).toMatchObject({ keyVersion: 1, wrappedDataKey: before.wrappedDataKey, status: "independent" });
  expect(await readsAs({ path }, disks.path("raw"))).toBe(true);
  const next = await diskOf(await aLazyServer(owner, { imageId, name: "next" }));
  expect(await rowOf(next.id)).toMatchObject({ keyVersion: 2 });
});

it("leaves a server's system disk encrypted when it gets a system that is not", async () => {
  const { owner, keyId, serverId } = await anEncryptedServer();
  await runJobs(owner);
  const { imageId: plain } = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "plain" });
  await reinstallServer(owner, { serverId, imageId: plain });
  await runJobs(owner);
  const { path, id } = await diskOf(serverId);
  expect(await rowOf(id)).toMatchObject({ encrypted: true, keyId, status: "independent" });
  expect(await holdsPlain(path)).toBe(false);
  expect(await readsAs({ path }, disks.path("raw"))).toBe(true);
});

it("makes empty disks encrypted under a key of choice or the default one, whose images and backups are so too (SEC-02, SEC-03, REL-04)", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const chosen = await anEncryptedVolume(owner, { encrypted: true, keyId });
  const other = await anEncryptedVolume(owner, { encrypted: true });
  const plain = await anEncryptedVolume(owner, { encrypted: false });
  const { items } = await listVolumes(owner, {});
  const listed = new Map(items.map(({ id, encrypted, keyName }) => [id, { encrypted, keyName }]));
  expect(listed.get(chosen)).toEqual({ encrypted: true, keyName: "mine" });
  expect(listed.get(other)).toEqual({ encrypted: true, keyName: "ims/default" });
  expect(listed.get(plain)).toEqual({ encrypted: false, keyName: null });
  for (const id of [chosen, other, plain]) await writeOnto({ path: pathOf(id) }, PATTERN);
  expect(await Promise.all([chosen, other, plain].map((id) => holdsPlain(pathOf(id))))).toEqual([false, false, true]);
  const serverId = await aServer(owner);
  await attachVolume(owner, { volumeId: chosen, serverId });
  expect((await getServer(owner, { serverId })).volumes[1]).toMatchObject({ id: chosen, encrypted: true, keyName: "mine" });
  const { imageIds } = await createDataImages(owner, { disks: [{ volumeId: chosen, name: "data-image" }] });
  await runJobs(owner);
  const imageId = imageIds[0] ?? "";
  expect(await getImage(owner, { imageId })).toMatchObject({ state: "normal", encrypted: true });
  const reference = await copyOf({ path: pathOf(chosen) }, disks.folder);
  const { volumeIds } = await createVolumes(owner, { zoneId, volumes: [{ name: "copy", sizeGb: 40, imageId }] });
  await runJobs(owner);
  expect(await rowOf(volumeIds[0] ?? "")).toMatchObject({ encrypted: true, keyId, status: "independent" });
  expect(await readsAs({ path: pathOf(volumeIds[0] ?? "") }, reference)).toBe(true);
  expect(await holdsPlain(pathOf(volumeIds[0] ?? ""))).toBe(false);
});

it("makes data disks together with a server encrypted as asked, each under its own key, and those of encrypted images under theirs (SEC-02, SEC-03)", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const other = await createKey(owner, { name: "other" });
  const { imageId } = await aRegisteredImage(owner, await disks.bytes("qcow2"));
  const blank = await anEncryptedVolume(owner, { encrypted: true, keyId: other.keyId });
  await attachVolume(owner, { volumeId: blank, serverId: await aServer(owner) });
  const { imageIds } = await createDataImages(owner, { disks: [{ volumeId: blank, name: "data-image" }] });
  await runJobs(owner);
  const { serverIds } = await applyForServers(owner, {
    imageId,
    dataDisks: [
      { sizeGb: 40, encrypted: true, keyId },
      { sizeGb: 40, encrypted: true },
      { sizeGb: 40 },
      { sizeGb: 40, encrypted: true, keyId, imageId: imageIds[0] ?? "" },
    ],
  });
  await runJobs(owner);
  const { volumes } = await getServer(owner, { serverId: serverIds[0] ?? "" });
  expect(volumes.map(({ encrypted, keyName }) => [encrypted, keyName])).toEqual([
    [false, null],
    [true, "mine"],
    [true, "ims/default"],
    [false, null],
    [true, "other"],
  ]);
  const [, sealed, byDefault, plain] = volumes.map(({ id }) => pathOf(id));
  expect(await overlayInfo(sealed ?? "")).toMatchObject({ encrypted: true });
  for (const path of [sealed, byDefault, plain]) await writeOnto({ path: path ?? "" }, PATTERN);
  expect(await Promise.all([sealed, byDefault, plain].map((path) => holdsPlain(path ?? "")))).toEqual([false, false, true]);
  await disableKey(owner, { keyId });
  await expect(applyForServers(owner, { imageId, dataDisks: [{ sizeGb: 40, encrypted: true, keyId }] })).rejects.toMatchObject({
    code: "invalidArgument",
    detail: { field: "keyId", reason: "keyUnavailable" },
  });
});

it("encrypts each disk of a request by its own choice (SEC-01)", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const volumes = [
    { name: "under-mine", sizeGb: 10, encrypted: true, keyId },
    { name: "under-default", sizeGb: 10, encrypted: true },
    { name: "plain", sizeGb: 10, keyId },
  ];
  await createVolumes(owner, { zoneId, volumes });
  const made = await db().volume.findMany({ where: { accountId: owner.accountId }, select: { name: true, encrypted: true, keyId: true } });
  expect(Object.fromEntries(made.map((volume) => [volume.name, volume]))).toMatchObject({
    "under-mine": { encrypted: true, keyId },
    "under-default": { encrypted: true, keyId: expect.not.stringMatching(keyId) },
    plain: { encrypted: false, keyId: null },
  });
});

it("makes no disk under a key that is disabled, unknown or of another project (SEC-03)", async () => {
  const [{ owner }, stranger] = [await anAccount(), await anAccount()];
  const { keyId } = await createKey(owner, { name: "mine" });
  const theirs = await createKey(stranger.owner, { name: "theirs" });
  await disableKey(owner, { keyId });
  const create = (key: string) => createVolumes(owner, { zoneId, volumes: [{ name: "data", sizeGb: 10, encrypted: true, keyId: key }] });
  await expect(create(keyId)).rejects.toMatchObject({ code: "invalidArgument", detail: { reason: "keyUnavailable" } });
  for (const unknown of [theirs.keyId, crypto.randomUUID()])
    await expect(create(unknown)).rejects.toMatchObject({ code: "invalidArgument", detail: { reason: "keyNotFound" } });
});

it("encrypts the file of a disk that was made before such files were, and keeps what it holds", async () => {
  const { owner, id, path } = await anEncryptedServer();
  await runJobs(owner);
  // As the service left it then: no data key, and a plain file.
  const { imageDiskId } = await db().volume.update({ where: { id }, data: { wrappedDataKey: null, keyVersion: null } });
  const overlay = { path, backingSocketPath: diskSocketPath(), exportName: imageDiskId ?? "", sizeBytes: 40 * GIB };
  await createOverlay(overlay);
  await writeOnto({ path }, PATTERN);
  const then = await copyOf({ path }, disks.folder);
  expect(await holdsPlain(path)).toBe(true);
  await sweep();
  await runJobs(owner);
  expect(await holdsPlain(path)).toBe(false);
  expect(await readsAs({ path }, then)).toBe(true);
});

it("lets go at the next use of what a job had to leave held when the key was disabled in its middle", async () => {
  const { owner, serverId, id, path } = await anEncryptedServer();
  await runJobs(owner);
  const ended = await db().job.findFirstOrThrow({ where: { accountId: owner.accountId, status: "succeeded" } });
  await freezeVolumeFile(await openVolume({ id, regionId: "cn-north-4" }), ended.id);
  await createSystemImage(owner, { serverId, name: "again" });
  await runJobs(owner);
  expect(await frozenNames(path)).toEqual([]);
  expect(await failures(owner)).toEqual([]);
});
