import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { anEncryptedImage } from "@/lib/testing/keys";
import { aVolume } from "@/lib/testing/server-records";
import { cancelKeyDeletion } from "./commands/cancel-key-deletion";
import { createKey } from "./commands/create-key";
import { disableKey } from "./commands/disable-key";
import { enableKey } from "./commands/enable-key";
import { rotateKey } from "./commands/rotate-key";
import { scheduleKeyDeletion } from "./commands/schedule-key-deletion";
import { DEFAULT_KEY_NAME, KEYS_MAX } from "./constraints";
import { holdKey } from "./hold-key";
import { getKey } from "./queries/get-key";
import { keyUsage } from "./queries/key-usage";
import { listKeys } from "./queries/list-keys";
import { sweepKeys } from "./sweep-keys";

testDatabase();

const DAY_MS = 24 * 60 * 60_000;
const hold = (actor: Actor, keyId?: string) => db().$transaction((tx) => holdKey(tx, actor, keyId));

it("makes, stops, starts, rotates and deletes a key, and says each in the audit (REL-04)", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "team/images", description: "for the team" });
  expect(await getKey(owner, { keyId })).toMatchObject({ name: "team/images", state: "enabled", currentVersion: 1, isDefault: false });
  expect(await rotateKey(owner, { keyId })).toMatchObject({ currentVersion: 2, rotatedAt: expect.any(String) });
  expect(await disableKey(owner, { keyId })).toMatchObject({ state: "disabled" });
  expect(await enableKey(owner, { keyId })).toMatchObject({ state: "enabled" });
  expect(await scheduleKeyDeletion(owner, { keyId, days: 7 })).toMatchObject({ state: "pendingDeletion", deletionAt: expect.any(String) });
  expect(await cancelKeyDeletion(owner, { keyId })).toMatchObject({ state: "disabled", deletionAt: null });
  const traces = await db().auditTrace.findMany({ where: { resourceId: keyId, outcome: "done" }, orderBy: { time: "asc" } });
  expect(traces.map(({ trace }) => trace)).toEqual([
    "createKey",
    "rotateKey",
    "disableKey",
    "enableKey",
    "scheduleKeyDeletion",
    "cancelKeyDeletion",
  ]);
});

it("refuses what a key's state or kind forbids", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const keyState = (state: string) => ({ code: "conflict", detail: { reason: "keyState", state } });
  await expect(enableKey(owner, { keyId })).rejects.toMatchObject(keyState("enabled"));
  await expect(cancelKeyDeletion(owner, { keyId })).rejects.toMatchObject(keyState("enabled"));
  await disableKey(owner, { keyId });
  await expect(disableKey(owner, { keyId })).rejects.toMatchObject(keyState("disabled"));
  await expect(rotateKey(owner, { keyId })).rejects.toMatchObject(keyState("disabled"));
  await scheduleKeyDeletion(owner, { keyId, days: 1096 });
  await expect(enableKey(owner, { keyId })).rejects.toMatchObject(keyState("pendingDeletion"));
  for (const days of [6, 1097, 7.5])
    await expect(scheduleKeyDeletion(owner, { keyId, days })).rejects.toMatchObject({ code: "invalidArgument" });
});

it("takes names by the rules, each once in a project until its key is gone", async () => {
  const { owner, ownerIn } = await anAccount();
  for (const name of ["", "with space", "密钥", "x".repeat(256), "mine/default"])
    await expect(createKey(owner, { name }), name).rejects.toMatchObject({ code: "invalidArgument" });
  const { keyId } = await createKey(owner, { name: "x".repeat(255) });
  await expect(createKey(owner, { name: "x".repeat(255) })).rejects.toMatchObject({ code: "nameTaken" });
  await createKey(await ownerIn("cn-south-1"), { name: "x".repeat(255) });
  await scheduleKeyDeletion(owner, { keyId, days: 7 });
  await sweepKeys(new Date(Date.now() + 8 * DAY_MS));
  await createKey(owner, { name: "x".repeat(255) });
});

it("holds the limit of keys also under parallel requests", async () => {
  const { owner } = await anAccount();
  const asked = Array.from({ length: KEYS_MAX + 4 }, (_, number) => createKey(owner, { name: `key-${number}` }));
  const results = await Promise.allSettled(asked);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(KEYS_MAX);
});

it("makes the default key on first use, once however many ask, and never lets it be stopped", async () => {
  const { owner } = await anAccount();
  expect(await listKeys(owner, {})).toEqual([]);
  const held = await Promise.all(Array.from({ length: 6 }, () => hold(owner)));
  expect(new Set(held.map(({ id }) => id)).size).toBe(1);
  const [key] = await listKeys(owner, {});
  expect(key).toMatchObject({ id: held[0]?.id, name: DEFAULT_KEY_NAME, isDefault: true, currentVersion: 1 });
  const keyId = key?.id ?? "";
  await expect(disableKey(owner, { keyId })).rejects.toMatchObject({ detail: { reason: "keyDefault" } });
  await expect(scheduleKeyDeletion(owner, { keyId, days: 7 })).rejects.toMatchObject({ detail: { reason: "keyDefault" } });
  await expect(rotateKey(owner, { keyId })).resolves.toMatchObject({ currentVersion: 2 });
});

it("refuses encryption with a key that does not exist, is another's or is disabled (SEC-03)", async () => {
  const [{ owner }, stranger] = [await anAccount(), await anAccount()];
  const { keyId } = await createKey(owner, { name: "mine" });
  await expect(hold(owner, keyId)).resolves.toEqual({ id: keyId, name: "mine" });
  const notFound = { code: "invalidArgument", detail: { field: "keyId", reason: "keyNotFound" } };
  await expect(hold(owner, crypto.randomUUID())).rejects.toMatchObject(notFound);
  await expect(hold(stranger.owner, keyId)).rejects.toMatchObject(notFound);
  await disableKey(owner, { keyId });
  const unavailable = { code: "invalidArgument", detail: { field: "keyId", reason: "keyUnavailable" } };
  await expect(hold(owner, keyId)).rejects.toMatchObject(unavailable);
  await scheduleKeyDeletion(owner, { keyId, days: 7 });
  await expect(hold(owner, keyId)).rejects.toMatchObject(unavailable);
});

it("shows no key to a stranger, nor to the account in another project", async () => {
  const [account, stranger] = [await anAccount(), await anAccount()];
  const { keyId } = await createKey(account.owner, { name: "mine" });
  for (const actor of [stranger.owner, await account.ownerIn("cn-south-1")]) {
    expect(await listKeys(actor, {})).toEqual([]);
    for (const ask of [getKey, keyUsage, disableKey, enableKey, rotateKey, cancelKeyDeletion])
      await expect(ask(actor, { keyId })).rejects.toMatchObject({ code: "notFound" });
  }
  expect(await getKey(account.owner, { keyId })).toMatchObject({ state: "enabled" });
});

it("lets image users see keys and encrypt with them, and only key administrators change them", async () => {
  const account = await anAccount();
  const { keyId } = await createKey(account.owner, { name: "mine" });
  const user = await account.userWith("IMS FullAccess");
  expect(await listKeys(user, {})).toHaveLength(1);
  await expect(hold(user, keyId)).resolves.toMatchObject({ id: keyId });
  await expect(disableKey(user, { keyId })).rejects.toMatchObject({ code: "permissionDenied", detail: { action: "kms:cmk:disable" } });
  const reader = await account.userWith("IMS ReadOnlyAccess");
  expect(await listKeys(reader, {})).toHaveLength(1);
  await expect(hold(reader, keyId)).rejects.toMatchObject({ code: "permissionDenied", detail: { action: "kms:dek:create" } });
  await expect(disableKey(await account.userWith("KMS Administrator"), { keyId })).resolves.toMatchObject({ state: "disabled" });
});

it("shows the images and disks that a key protects before it is stopped, and counts them in the audit", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const image = await anEncryptedImage(owner, keyId);
  const gone = await anEncryptedImage(owner, keyId);
  await db().image.update({ where: { id: gone.id }, data: { status: "deleted", deletedAt: new Date() } });
  await aVolume(owner, { encrypted: true, keyId });
  await aVolume(owner, { encrypted: true, keyId, status: "deleted" });
  expect(await keyUsage(owner, { keyId })).toEqual({
    imageCount: 1,
    volumeCount: 1,
    images: [
      { id: image.id, name: image.name, kind: "system", status: "active", virtualSizeBytes: null, keyVersion: 1, readingVolumes: 0 },
    ],
  });
  expect(await disableKey(owner, { keyId })).toMatchObject({ imageCount: 1, volumeCount: 1 });
  const [trace] = await db().auditTrace.findMany({ where: { resourceId: keyId, trace: "disableKey" } });
  expect(trace?.detail).toMatchObject({ images: 1, volumes: 1 });
});

it("deletes a key for good when its time has come, not before, and not when it was kept", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const kept = await createKey(owner, { name: "kept" });
  for (const id of [keyId, kept.keyId]) await scheduleKeyDeletion(owner, { keyId: id, days: 7 });
  await sweepKeys(new Date(Date.now() + 6 * DAY_MS));
  expect(await getKey(owner, { keyId })).toMatchObject({ state: "pendingDeletion" });
  await cancelKeyDeletion(owner, { keyId: kept.keyId });
  await sweepKeys(new Date(Date.now() + 8 * DAY_MS));
  await expect(getKey(owner, { keyId })).rejects.toMatchObject({ code: "notFound" });
  expect(await db().keyVersion.count({ where: { keyId } })).toBe(0);
  expect(await db().auditTrace.count({ where: { resourceId: keyId, trace: "deleteKey" } })).toBe(1);
  expect(await getKey(owner, { keyId: kept.keyId })).toMatchObject({ state: "disabled" });
});

it("keeps the key of an image for ever, whoever writes the row (SEC-04, LIM-26)", async () => {
  const { owner } = await anAccount();
  const [{ keyId }, other] = [await createKey(owner, { name: "mine" }), await createKey(owner, { name: "other" })];
  const image = await anEncryptedImage(owner, keyId);
  await expect(db().image.update({ where: { id: image.id }, data: { keyId: other.keyId } })).rejects.toThrow(/cannot be changed/);
  await expect(db().image.update({ where: { id: image.id }, data: { keyId: null, encrypted: false } })).rejects.toThrow(
    /cannot be changed/,
  );
});
