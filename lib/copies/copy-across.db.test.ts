import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createAgency } from "@/lib/iam/commands/create-agency";
import { getImage } from "@/lib/images/queries/get-image";
import { cancelJob } from "@/lib/jobs/commands/cancel-job";
import { listJobs } from "@/lib/jobs/queries/list-jobs";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { copyStageId } from "@/lib/platform/storage/paths";
import type { ByteSource, OpenObject, StagedObject, Storage } from "@/lib/platform/storage/storage";
import { storageOf } from "@/lib/regions/storage-of";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { systemDisks } from "@/lib/testing/system-disks";
import { copyImageAcross } from "./commands/copy-image-across";
import { retryCopy } from "./commands/retry-copy";
import { sendDisk } from "./send-disk";

testDatabase();
const disks = systemDisks("qcow2");
const [NORTH, SOUTH] = ["cn-north-4", "cn-south-1"];

async function aSource() {
  const account = await anAccount();
  const south = await account.ownerIn(SOUTH);
  const { imageId } = await aRegisteredImage(account.owner, await disks.bytes("qcow2"), { name: "golden" });
  const { agencyId } = await createAgency(account.owner, { name: "to-south", projectId: projectOf(south).id });
  const across = () => copyImageAcross(account.owner, { imageId, name: "golden-south", targetRegionId: SOUTH, agencyId });
  return { account, owner: account.owner, south, imageId, agencyId, across };
}

async function diskOf(imageId: string) {
  const { disk, dataDisks } = await db().image.findUniqueOrThrow({
    where: { id: imageId },
    select: { disk: true, dataDisks: { include: { disk: true } } },
  });
  if (disk === null) throw new Error("the image has no disk");
  return { ...disk, dataDisks };
}

async function bytesOf({ regionId, storageKey, sizeBytes }: { regionId: string; storageKey: string; sizeBytes: bigint }) {
  return storageOf(regionId).read(storageKey, 0, Number(sizeBytes));
}

async function storedIn(regionId: string, imageId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storageOf(regionId).list(`images/${imageId}/`)) keys.push(key);
  return keys;
}

const stagedBytes = async (imageId: string) => (await storageOf(SOUTH).stage(copyStageId(imageId, 0))).size();

describe("a copy to another region", () => {
  it("is a Normal private image of the same account there, byte for byte, while the source is as before (CPY-04, CPY-05, ADV-04)", async () => {
    const { owner, south, imageId, across } = await aSource();
    const { imageId: copyId, jobId } = await across();
    await expect(getImage(owner, { imageId: copyId })).rejects.toMatchObject({ code: "notFound" });
    expect(await getImage(south, { imageId: copyId })).toMatchObject({ state: "creating", job: { status: "queued" } });
    await runJobs(owner);
    const [source, copy] = [await diskOf(imageId), await diskOf(copyId)];
    expect(await getImage(south, { imageId: copyId })).toMatchObject({
      state: "normal",
      type: "private",
      regionId: SOUTH,
      osVersion: "Fedora 29 64bit",
      copiedFromId: imageId,
    });
    expect(copy).toMatchObject({ regionId: SOUTH, contentDigest: source.contentDigest, objectSha256: source.objectSha256 });
    expect((await bytesOf(copy)).equals(await bytesOf(source))).toBe(true);
    expect((await getImage(owner, { imageId })).state).toBe("normal");
    expect((await listJobs(owner, { imageId })).items.find(({ id }) => id === jobId)).toMatchObject({
      kind: "copyImageAcross",
      status: "succeeded",
      percent: 100,
      resultImageId: copyId,
    });
    expect(await stagedBytes(copyId)).toBe(0);
  });

  it("takes all disks of a full-server image along (CPY-14)", async () => {
    const { owner, south, imageId, across } = await aSource();
    const { imageId: data } = await aRegisteredImage(owner, randomBytes(3 * 1024 * 1024), { name: "data" });
    const { diskId } = await db().image.findUniqueOrThrow({ where: { id: data }, select: { diskId: true } });
    await db().image.update({
      where: { id: imageId },
      data: { kind: "whole", dataDisks: { create: { position: 1, diskId: diskId ?? "", sizeGb: 100 } } },
    });
    const { imageId: copyId } = await across();
    await runJobs(owner);
    expect(await getImage(south, { imageId: copyId })).toMatchObject({ state: "normal", kind: "whole" });
    const [source, copy] = [await diskOf(imageId), await diskOf(copyId)];
    expect(copy.dataDisks).toMatchObject([{ position: 1, sizeGb: 100, disk: { regionId: SOUTH } }]);
    const [one, other] = [source.dataDisks[0]?.disk, copy.dataDisks[0]?.disk];
    if (!one || !other) throw new Error("data disks");
    expect((await bytesOf(other)).equals(await bytesOf(one))).toBe(true);
    expect(await storedIn(SOUTH, copyId)).toHaveLength(2);
  });

  it("ends when its agency is taken away, and is made after it has been given back (CPY-16)", async () => {
    const { owner, south, agencyId, across } = await aSource();
    const { imageId: copyId, jobId } = await across();
    const agency = await db().agency.delete({ where: { id: agencyId } });
    await deliverJob(jobId);
    expect(await getImage(south, { imageId: copyId })).toMatchObject({ state: "error", failureCode: "projectNotAuthorised" });
    await db().agency.create({ data: agency });
    await retryCopy(owner, { jobId });
    await runJobs(owner);
    expect((await getImage(south, { imageId: copyId })).state).toBe("normal");
  });

  it.each(["prepare", "transfer", "verify"])("cancelled while in %s, leaves nothing behind there (CPY-12)", async (stage) => {
    const { owner, south, across } = await aSource();
    const { imageId: copyId, jobId } = await across();
    await deliverJob(
      jobId,
      atStage(stage, () => cancelJob(owner, { jobId })),
    );
    expect(await getImage(south, { imageId: copyId })).toMatchObject({ state: "error", failureCode: "cancelled" });
    expect(await storedIn(SOUTH, copyId)).toEqual([]);
    expect(await stagedBytes(copyId)).toBe(0);
    await across();
  });
});

describe("sending", () => {
  const SIZE = 1000;
  const content = randomBytes(SIZE);
  const sha256 = createHash("sha256").update(content).digest("hex");

  /** A store that answers so many bytes in all and then breaks off; counts what it sent. */
  function flaky(storage: Storage, limit: number) {
    const sent = { bytes: 0 };
    const store: Storage = Object.assign(Object.create(storage), {
      async open(key: string): Promise<OpenObject> {
        const object = await storage.open(key);
        return {
          sizeBytes: object.sizeBytes,
          close: () => object.close(),
          async read(into, offsetBytes) {
            if (sent.bytes + into.length > limit) throw new Error("the line is dead");
            const count = await object.read(into, offsetBytes);
            sent.bytes += count;
            return count;
          },
        };
      },
    });
    return { store, sent };
  }

  async function aShipment() {
    const id = randomUUID();
    const fromKey = `images/${id}/disk-source.zvhd2`;
    const toKey = `images/${id}/disk-target.zvhd2`;
    await storageOf(NORTH).put(fromKey, Readable.from([content]));
    const send = async (from: Storage, change: object = {}) => {
      const arrived = await sendDisk({
        from,
        fromKey,
        to: storageOf(SOUTH),
        toKey,
        stageId: `copy-${id}-0`,
        sizeBytes: SIZE,
        sha256,
        signal: new AbortController().signal,
        onBytes: () => undefined,
        segmentBytes: 100,
        ...change,
      });
      await arrived.publish().finally(() => arrived.close());
    };
    return { fromKey, toKey, send, staged: async () => (await storageOf(SOUTH).stage(`copy-${id}-0`)).size() };
  }

  it("goes on where it stopped: nothing that has arrived is sent twice, and nothing is visible before it is whole", async () => {
    const { toKey, send, staged } = await aShipment();
    const first = flaky(storageOf(NORTH), 450);
    await expect(send(first.store)).rejects.toMatchObject({ code: "storageUnavailable" });
    const arrived = await staged();
    expect(arrived).toBeGreaterThanOrEqual(400);
    expect(await storageOf(SOUTH).stat(toKey)).toBeUndefined();
    const second = flaky(storageOf(NORTH), SIZE);
    const seen: number[] = [];
    await send(second.store, { onBytes: (bytes: number) => seen.push(bytes) });
    expect(second.sent.bytes).toBe(SIZE - arrived);
    expect(seen[0]).toBe(arrived);
    expect(seen.at(-1)).toBe(SIZE);
    expect((await storageOf(SOUTH).read(toKey, 0, SIZE)).equals(content)).toBe(true);
    const third = flaky(storageOf(NORTH), SIZE);
    await send(third.store);
    expect(third.sent.bytes).toBe(0);
  });

  it("throws away what arrived wrong, and sends it anew the next time", async () => {
    const { toKey, send, staged } = await aShipment();
    await expect(send(storageOf(NORTH), { sha256: "0".repeat(64) })).rejects.toMatchObject({ code: "digestMismatch" });
    expect([await staged(), await storageOf(SOUTH).stat(toKey)]).toEqual([0, undefined]);
    await send(storageOf(NORTH));
    expect((await storageOf(SOUTH).stat(toKey))?.sizeBytes).toBe(SIZE);
  });

  it("finds what the target store wrote wrong, though all was sent right, and shows nothing of it (CPY-04)", async () => {
    const { toKey, send, staged } = await aShipment();
    async function* spoilt(source: ByteSource) {
      for await (const chunk of source) yield Uint8Array.from(chunk, (byte) => byte ^ 1);
    }
    const south = storageOf(SOUTH);
    const to: Storage = Object.assign(Object.create(south), {
      async stage(id: string): Promise<StagedObject> {
        const stage = await south.stage(id);
        return { ...stage, append: (source, offsetBytes, signal) => stage.append(spoilt(source), offsetBytes, signal) };
      },
    });
    await expect(send(storageOf(NORTH), { to })).rejects.toMatchObject({ code: "digestMismatch" });
    expect([await staged(), await south.stat(toKey)]).toEqual([0, undefined]);
  });

  it("stops when it is told to, keeping what has arrived", async () => {
    const { toKey, send } = await aShipment();
    const stop = new AbortController();
    const onBytes = (bytes: number) => bytes >= 300 && stop.abort(new AppError("cancelled"));
    await expect(send(storageOf(NORTH), { signal: stop.signal, onBytes })).rejects.toMatchObject({ code: "cancelled" });
    expect(await storageOf(SOUTH).stat(toKey)).toBeUndefined();
  });
});
