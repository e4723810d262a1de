import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, open, readdir, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { AppError } from "../errors";
import { contentOf, keysOf } from "./conformance";
import { createFileStorage } from "./file";
import { putProven } from "./read-back";
import type { StagedObject, Storage } from "./storage";

const KIB = 1024;
const SEGMENT_BYTES = 1024 * KIB;
const content = randomBytes(5 * SEGMENT_BYTES + 4097);

async function aStore() {
  const root = await mkdtemp(path.join(tmpdir(), "ims-read-back-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const storage = createFileStorage({ root });
  /** All that grows. */
  const staged = async () => (await readdir(path.join(root, "staging"))).map((name) => path.join(root, "staging", name));
  return { storage, staged };
}

/** The content in chunks of 300 KiB, which no segment is a multiple of; `before` is told where each begins. */
async function* chunks(before: (offset: number) => unknown = () => undefined): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < content.length; offset += 300 * KIB) {
    await before(offset);
    yield content.subarray(offset, offset + 300 * KIB);
  }
}

/** Changes one bit of a file. */
async function spoil(file: string, offset: number): Promise<void> {
  const handle = await open(file, "r+");
  await handle.write(Buffer.of((content[offset] ?? 0) ^ 1), 0, 1, offset);
  await handle.close();
}

const never = new AbortController().signal;

describe("a stream that is stored and read back", () => {
  it("is there with its digest, piece by piece as it came", async () => {
    const { storage, staged } = await aStore();
    const put = await putProven({ storage, key: "k", source: chunks(), signal: never, segmentBytes: SEGMENT_BYTES });
    expect(put).toEqual({ sizeBytes: content.length, sha256: createHash("sha256").update(content).digest("hex") });
    expect((await contentOf(storage, "k")).equals(content)).toBe(true);
    expect(await staged()).toEqual([]);
  });

  it("may be empty", async () => {
    const { storage } = await aStore();
    expect(await putProven({ storage, key: "k", source: (async function* () {})(), signal: never })).toMatchObject({ sizeBytes: 0 });
  });

  it.each<[string, (file: string, end: number) => Promise<void>]>([
    ["another bit at its beginning", (file) => spoil(file, 10)],
    ["another bit at its end", async (file, end) => (end === content.length ? spoil(file, end - 1) : undefined)],
    ["less", async (file, end) => (end === content.length ? truncate(file, end - 1) : undefined)],
  ])("is not published when the disk gives back %s", async (_, spoiled) => {
    const { storage, staged } = await aStore();
    const spoiling: Storage = {
      ...storage,
      stage: async (id) => {
        const stage = await storage.stage(id);
        const append: StagedObject["append"] = async (...what) => {
          await spoiled((await staged())[0] ?? "", await stage.append(...what));
          return stage.size();
        };
        return { ...stage, append };
      },
    };
    const put = putProven({ storage: spoiling, key: "k", source: chunks(), signal: never, segmentBytes: SEGMENT_BYTES });
    await expect(put).rejects.toMatchObject({ code: "digestMismatch" });
    expect([await keysOf(storage), await staged()]).toEqual([[], []]);
  });

  it.each([
    ["the application's", new AppError("corruptImage", { construct: "x" })],
    ["another", new Error("broke off")],
  ])("ends with the error of its source, %s, and leaves nothing", async (_, error) => {
    const { storage, staged } = await aStore();
    const broken = chunks((offset) => {
      if (offset > 2 * SEGMENT_BYTES) throw error;
    });
    await expect(putProven({ storage, key: "k", source: broken, signal: never, segmentBytes: SEGMENT_BYTES })).rejects.toBe(error);
    expect([await keysOf(storage), await staged()]).toEqual([[], []]);
  });

  it("ends at an abort and lets its source end", async () => {
    const { storage, staged } = await aStore();
    const stop = new AbortController();
    let ended = false;
    const source = (async function* () {
      try {
        yield* chunks((offset) => (offset > 2 * SEGMENT_BYTES ? stop.abort(new AppError("cancelled")) : undefined));
      } finally {
        ended = true;
      }
    })();
    const put = putProven({ storage, key: "k", source, signal: stop.signal, segmentBytes: SEGMENT_BYTES });
    await expect(put).rejects.toMatchObject({ code: "cancelled" });
    expect([ended, await keysOf(storage), await staged()]).toEqual([true, [], []]);
  });
});
