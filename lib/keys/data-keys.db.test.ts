import { expect, it } from "vitest";
import { openSealed } from "@/lib/disk/crypt/open-sealed";
import { seal } from "@/lib/disk/crypt/seal";
import { collect, inPieces, sampleBytes } from "@/lib/disk/crypt/testing";
import { memorySource } from "@/lib/disk/zvhd2/testing";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { cancelKeyDeletion } from "./commands/cancel-key-deletion";
import { createKey } from "./commands/create-key";
import { disableKey } from "./commands/disable-key";
import { enableKey } from "./commands/enable-key";
import { rotateKey } from "./commands/rotate-key";
import { scheduleKeyDeletion } from "./commands/schedule-key-deletion";
import { sweepKeys } from "./sweep-keys";
import { unwrapDataKey } from "./unwrap-data-key";
import { wrapDataKey } from "./wrap-data-key";

testDatabase();

const DAY_MS = 24 * 60 * 60_000;

async function aKey() {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const imageId = crypto.randomUUID();
  const wrap = () => db().$transaction((tx) => wrapDataKey(tx, { keyId, sealedFor: imageId, by: owner }));
  return { owner, keyId, imageId, wrap };
}

it("seals bytes under a data key of their own that only the key service can open again (SEC-01)", async () => {
  const { keyId, imageId, wrap } = await aKey();
  const [{ dataKey, wrapped }, second] = [await wrap(), await wrap()];
  expect(second.dataKey.equals(dataKey)).toBe(false);
  const plain = sampleBytes(300_000);
  const sealed = await collect(seal(inPieces(plain, 4096), { dataKey, boundTo: imageId }));
  const opened = await openSealed(memorySource(sealed), await unwrapDataKey(wrapped));
  expect((await opened.read(0, plain.length)).equals(plain)).toBe(true);
  // Nothing that is kept holds a key in plain text.
  expect(Buffer.from(wrapped.wrappedDataKey).includes(dataKey)).toBe(false);
  const versions = await db().keyVersion.findMany({ where: { keyId } });
  expect(versions).toHaveLength(1);
  expect(wrapped).toMatchObject({ keyId, keyVersion: 1, sealedFor: imageId });
});

it("opens what older versions wrapped after a rotation, and wraps by the newest (SEC-01)", async () => {
  const { owner, keyId, wrap } = await aKey();
  const before = await wrap();
  await rotateKey(owner, { keyId });
  const after = await wrap();
  expect([before.wrapped.keyVersion, after.wrapped.keyVersion]).toEqual([1, 2]);
  for (const { dataKey, wrapped } of [before, after])
    expect(Buffer.from((await unwrapDataKey(wrapped)).dataKey).equals(dataKey)).toBe(true);
});

it("opens nothing while the key is disabled or waits for its deletion, and never again after it", async () => {
  const { owner, keyId, wrap } = await aKey();
  const { wrapped } = await wrap();
  const refused = (state: string) => ({ code: "keyUnavailable", detail: { key: "mine", state } });
  await disableKey(owner, { keyId });
  await expect(unwrapDataKey(wrapped)).rejects.toMatchObject(refused("disabled"));
  await expect(wrap()).rejects.toMatchObject(refused("disabled"));
  await enableKey(owner, { keyId });
  await expect(unwrapDataKey(wrapped)).resolves.toHaveProperty("dataKey");
  await scheduleKeyDeletion(owner, { keyId, days: 7 });
  await expect(unwrapDataKey(wrapped)).rejects.toMatchObject(refused("pendingDeletion"));
  await cancelKeyDeletion(owner, { keyId });
  await scheduleKeyDeletion(owner, { keyId, days: 7 });
  await sweepKeys(new Date(Date.now() + 8 * DAY_MS));
  await expect(unwrapDataKey(wrapped)).rejects.toMatchObject(refused("deleted"));
});

it("opens no data key for another image, another version or another key, nor one that was altered", async () => {
  const { owner, keyId, wrap } = await aKey();
  const { wrapped } = await wrap();
  await rotateKey(owner, { keyId });
  const other = await createKey(owner, { name: "other" });
  const altered = new Uint8Array(wrapped.wrappedDataKey);
  altered[20] = (altered[20] ?? 0) ^ 1;
  for (const wrong of [
    { ...wrapped, sealedFor: crypto.randomUUID() },
    { ...wrapped, keyVersion: 2 },
    { ...wrapped, keyId: other.keyId },
    { ...wrapped, wrappedDataKey: altered },
    { ...wrapped, wrappedDataKey: altered.subarray(1) },
  ])
    await expect(unwrapDataKey(wrong)).rejects.toMatchObject({ code: "corruptImage", detail: { construct: "key.dataKey" } });
  await expect(unwrapDataKey({ ...wrapped, keyId: crypto.randomUUID() })).rejects.toMatchObject({ code: "notFound" });
});

it("says that the master key is another one, and notices material put in the place of another's", async () => {
  const { owner, keyId, wrap } = await aKey();
  const { wrapped } = await wrap();
  const other = await createKey(owner, { name: "other" });
  const { material } = await db().keyVersion.findFirstOrThrow({ where: { keyId: other.keyId } });
  const mine = await db().keyVersion.findFirstOrThrow({ where: { keyId } });
  const place = { keyId_number: { keyId, number: 1 } };
  await db().keyVersion.update({ where: place, data: { material } });
  await expect(unwrapDataKey(wrapped)).rejects.toMatchObject({ code: "corruptImage", detail: { construct: "key.material" } });
  await db().keyVersion.update({ where: place, data: { material: mine.material, masterKeyId: "0000000000000000" } });
  await expect(unwrapDataKey(wrapped)).rejects.toMatchObject({ code: "keyUnavailable", detail: { reason: "masterKey" } });
});

it("leaves a trace of every data key that was made or opened, and of every refusal", async () => {
  const { owner, keyId, imageId, wrap } = await aKey();
  const { wrapped } = await wrap();
  await unwrapDataKey(wrapped, owner);
  await disableKey(owner, { keyId });
  await unwrapDataKey(wrapped).catch(() => undefined);
  const traces = await db().auditTrace.findMany({ where: { resourceId: keyId, trace: { contains: "DataKey" } }, orderBy: { time: "asc" } });
  expect(traces).toMatchObject([
    { trace: "createDataKey", outcome: "done", userId: owner.userId, detail: { sealedFor: imageId, keyVersion: 1 } },
    { trace: "decryptDataKey", outcome: "done", userId: owner.userId, detail: { sealedFor: imageId } },
    { trace: "decryptDataKey", outcome: "refused", code: "keyUnavailable", accountId: owner.accountId, via: "system" },
  ]);
  const written = JSON.stringify(traces);
  expect(written).not.toContain(Buffer.from(wrapped.wrappedDataKey).toString("base64"));
});

it("wraps for nobody of another account", async () => {
  const { keyId, imageId } = await aKey();
  const stranger = await anAccount();
  await expect(db().$transaction((tx) => wrapDataKey(tx, { keyId, sealedFor: imageId, by: stranger.owner }))).rejects.toMatchObject({
    code: "notFound",
  });
});
