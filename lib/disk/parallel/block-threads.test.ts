import { createHash, randomBytes } from "node:crypto";
import { zstdDecompressSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { MIB } from "../model";
import { BlockThreads, StreamDigest } from "./block-threads";

const ROOM = { level: 1, headBytes: 48, tailBytes: 4, alignBytes: 4096 };
const memoryOf = (bytes: Buffer) => new Uint8Array(bytes).buffer;

function threads(): BlockThreads {
  const started = new BlockThreads(2);
  onTestFinished(() => started.end());
  return started;
}

describe("block threads", () => {
  it("compress to a frame with checksum and size, with the room asked for, and digest the content", async () => {
    const bytes = Buffer.alloc(2 * MIB, "compress me ");
    const content = memoryOf(bytes);
    const reply = await threads().ask({ kind: "compress", content, ...ROOM }, [content]);
    if (reply.kind !== "compressed" || !reply.packed) throw new Error("not compressed");
    const { framed, payloadBytes, digest } = reply.packed;
    const payload = Buffer.from(framed, 48, payloadBytes);
    expect(framed.byteLength % 4096).toBe(0);
    expect(zstdDecompressSync(payload).equals(bytes)).toBe(true);
    // Frame header: checksum flag, and a content size of four bytes or a single segment.
    expect([payload.readUInt32LE(0), payload.readUInt8(4) & 0b100, payload.readUInt8(4) >> 6]).toEqual([0xfd2f_b528, 0b100, 2]);
    expect(Buffer.from(digest)).toEqual(createHash("sha256").update(bytes).digest());
    expect(Buffer.from(reply.content).equals(bytes)).toBe(true);
  });

  it("give no frame for zeros", async () => {
    const content = new ArrayBuffer(2 * MIB);
    const reply = await threads().ask({ kind: "compress", content, ...ROOM }, [content]);
    expect(reply).toMatchObject({ kind: "compressed", packed: undefined });
  });

  it("say what failed and go on", async () => {
    const pool = threads();
    const framed = memoryOf(randomBytes(64));
    const place = { start: 8, payloadBytes: 56, contentBytes: MIB };
    expect(await pool.ask({ kind: "digest", framed, ...place }, [framed])).toMatchObject({ kind: "failed" });
    const content = new ArrayBuffer(4096);
    expect(await pool.ask({ kind: "compress", content, ...ROOM }, [content])).toMatchObject({ kind: "compressed" });
  });

  it("refuse jobs once ended, and fail those under way", async () => {
    const pool = threads();
    const content = memoryOf(randomBytes(2 * MIB));
    const underWay = pool.ask({ kind: "compress", content, ...ROOM }, [content]);
    const failed = expect(underWay).rejects.toMatchObject({ code: "internal" });
    await pool.end();
    await failed;
    await expect(pool.ask({ kind: "hashEnd" }, [])).rejects.toMatchObject({ code: "internal" });
  });

  it("digest a stream piece by piece and give the memory back", async () => {
    const digest = new StreamDigest();
    onTestFinished(() => digest.end());
    const pieces = [randomBytes(MIB), randomBytes(5)];
    for (const piece of pieces) expect(Buffer.from(await digest.add(memoryOf(piece))).equals(piece)).toBe(true);
    expect(await digest.finish()).toBe(createHash("sha256").update(Buffer.concat(pieces)).digest("hex"));
  });
});
