import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { KIB, MIB } from "../model";
import { memorySource } from "../zvhd2/testing";
import { DISK_STREAM, headerBytesOf, sealedBytesOf, sealedStartOf } from "./layout";
import { openSealed, readThrough } from "./open-sealed";
import { seal } from "./seal";
import { SealedStream } from "./sealed-stream";
import { collect, inPieces, KEY, openBytes, openIndependently, SMALL, sampleBytes, sealBytes } from "./testing";

/** A little more than six segments. */
const PLAIN = sampleBytes(300);

describe("the published construction", () => {
  // Known answers of the Tink library for AES-GCM-HKDF Streaming (its cross-language and manually made vectors).
  it.each([
    {
      name: "AES-128, SHA-1, segments of 64 bytes",
      parameters: { hash: "sha1", keyBytes: 16, segmentBytes: 64 } as const,
      key: "6eb56cdc726dfbe5d57f2fcdc6e9345b",
      boundTo: "aad",
      plain: "This is a fairly long plaintext. It is of the exact length to create three output blocks. ",
      sealed:
        "1893b3af5e14ab378d065addfc8484da642c0862877baea8db92d9c77406a406168478821c4298eab3e6d531277f4c1a051714faebcaefcbca7b7be05e9445ea" +
        "a0bb2904153398a25084dd80ae0edcd1c3079fcea2cd3770630ee36f7539207b8ec9d754956d486b71cdf989f0ed6fba6779b63558be0a66e668df14e1603cd2" +
        "af8944844078345286d0b292e772e7190775c51a0f83e40c0b75821027e7e538e111",
    },
    {
      name: "AES-256, one full segment",
      parameters: { hash: "sha1", keyBytes: 32, segmentBytes: 120 } as const,
      key: "00112233445566778899aabbccddeeff6eb56cdc726dfbe5d57f2fcdc6e9345b",
      boundTo: "\u0000\u0001\u0002\u0003",
      plain: "BLOCK 1.BLOCK 2.BLOCK 3.BLOCK 4.BLOCK 5.BLOCK 6.BLOCK 7.BLOCK 8.",
      sealed:
        "28782994617714a80fa085e15051a16854522330d6d0f26c049b2192f09cdd98b2eb90c753bfff277a29e54fa4afb15d648c28477eb07f012535c767f5fdce24" +
        "ffffae318480c1d37357d6d3c511159318afa09ef38aa3f5456fd7817c5c02dd6e1a7fef174c8bd24e38b5982ac105497c0101ac5581fe5b",
    },
    {
      name: "AES-256, nothing inside",
      parameters: { hash: "sha1", keyBytes: 32, segmentBytes: 128 } as const,
      key: "00112233445566778899aabbccddeeff6eb56cdc726dfbe5d57f2fcdc6e9345b",
      boundTo: "",
      plain: "",
      sealed: "28fae780c70a82d1256c8303a1261ac6a98cf557b4e173967a62f3c149517ba5b2431da93b3c6e90f508b34dc14bfda59bab05681c6ad3fa",
    },
  ])("opens what another library sealed: $name", async ({ parameters, key, boundTo, plain, sealed }) => {
    const sealing = { dataKey: Buffer.from(key, "hex"), boundTo };
    expect((await openBytes(Buffer.from(sealed, "hex"), sealing, parameters)).toString()).toBe(plain);
  });

  it("is read back by a reader that shares no code, at every length around the borders of segments", async () => {
    for (let length = 0; length <= 160; length++) {
      const sealed = await sealBytes(sampleBytes(length));
      expect(sealed.length).toBe(sealedBytesOf(length, SMALL));
      expect(openIndependently(sealed, KEY, SMALL).equals(sampleBytes(length)), `${length} bytes`).toBe(true);
      expect((await openBytes(sealed)).equals(sampleBytes(length)), `${length} bytes`).toBe(true);
    }
  });

  it("never seals the same bytes the same way twice, and shows none of them", async () => {
    const [one, two] = [await sealBytes(PLAIN), await sealBytes(PLAIN)];
    expect(one.equals(two)).toBe(false);
    expect(one.indexOf(PLAIN.subarray(0, 16))).toBe(-1);
  });
});

describe("a sealed object", () => {
  it("gives any range, whatever the segments, and nothing past the end", async () => {
    const opened = await openSealed(memorySource(await sealBytes(PLAIN)), KEY, { parameters: SMALL });
    expect(opened.sizeBytes).toBe(PLAIN.length);
    for (let offset = 0; offset <= PLAIN.length; offset += 7) {
      for (const length of [0, 1, 8, 47, 48, 49, 120, 400])
        expect((await opened.read(offset, length)).equals(PLAIN.subarray(offset, offset + length)), `${offset}+${length}`).toBe(true);
    }
  });

  it("costs one request a read, and none for a segment that two readers in order share", async () => {
    const source = memorySource(await sealBytes(sampleBytes(3 * MIB), KEY, DISK_STREAM));
    const reads: number[] = [];
    const read = (at: number, length: number) => {
      reads.push(length);
      return source.read(at, length);
    };
    const counted = { ...source, read };
    const opened = await openSealed(counted, KEY);
    reads.length = 0;
    await Promise.all([opened.read(0, MIB), opened.read(MIB, MIB), opened.read(2 * MIB, 1000)]);
    expect(reads).toHaveLength(2);
    expect(reads.reduce((sum, length) => sum + length)).toBeLessThan(2 * MIB + 2 * 128 * KIB);
  });

  it("streams both ways, out of buffers the source uses again", async () => {
    const plain = sampleBytes(5 * MIB + 13);
    const sealed = await collect(seal(inPieces(plain, 100_003), KEY));
    expect(sealed.length).toBe(sealedBytesOf(plain.length));
    const back = await collect(readThrough(await openSealed(memorySource(sealed), KEY)));
    expect(back.equals(plain)).toBe(true);
  });

  it("is digested on its way into a store", async () => {
    const plain = sampleBytes(3 * MIB + 1);
    const stream = new SealedStream(inPieces(plain, 70_001), KEY);
    expect(() => stream.sha256).toThrow("not ended");
    const stored = await collect(stream);
    expect(stream.sha256).toBe(hash("sha256", stored));
    expect(stream.sizeBytes).toBe(stored.length);
    expect((await openBytes(stored, KEY, DISK_STREAM)).equals(plain)).toBe(true);
  });

  it("takes little memory however long the stream is", async () => {
    const chunk = sampleBytes(MIB);
    const zeros = async function* () {
      for (let count = 0; count < 256; count++) yield chunk;
    };
    let peak = 0;
    const before = process.memoryUsage().arrayBuffers;
    for await (const _ of seal(zeros(), KEY)) peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    // What is live is some 5 MiB; the rest waits for the collector. All of it would be 256 MiB.
    expect(peak).toBeLessThan(128 * MIB);
  });
});

describe("a sealed object that is not as it was", () => {
  const refusal = (sealed: Buffer, key = KEY) => openBytes(sealed, key).catch((error: unknown) => error);
  const segment = (sealed: Buffer, number: number) => sealed.subarray(sealedStartOf(number, SMALL), sealedStartOf(number + 1, SMALL));

  it("is refused whichever bit was flipped, and the segment is named", async () => {
    const sealed = await sealBytes(PLAIN);
    for (let at = 0; at < sealed.length; at++) {
      const broken = Buffer.from(sealed);
      broken.writeUInt8(broken.readUInt8(at) ^ (1 << (at % 8)), at);
      const inHeader = at < headerBytesOf(SMALL);
      const expected = inHeader ? { construct: "sealed.header" } : { construct: "sealed.segment", segment: Math.floor(at / 64) };
      expect(await refusal(broken), `byte ${at}`).toMatchObject({ code: "corruptImage", detail: expected });
    }
  });

  it("is refused wherever it was cut, as cut where a whole segment is missing", async () => {
    const sealed = await sealBytes(PLAIN);
    for (let length = 0; length < sealed.length; length++) {
      const error = await refusal(sealed.subarray(0, length));
      expect(error, `${length} bytes`).toMatchObject({ code: expect.stringMatching(/^(truncatedImage|corruptImage)$/) });
      if (length > 0 && length % 64 === 0)
        expect(error).toMatchObject({ code: "truncatedImage", detail: { construct: "sealed.end", segment: length / 64 - 1 } });
    }
  });

  it("is found cut before it is read where its size is known", async () => {
    const sealed = memorySource((await sealBytes(PLAIN)).subarray(0, -5));
    await expect(openSealed(sealed, KEY, { parameters: SMALL, plainSizeBytes: PLAIN.length })).rejects.toMatchObject({
      code: "truncatedImage",
      detail: { construct: "sealed.size" },
    });
  });

  it("is refused when its segments stand in another order, and each is told where it belongs", async () => {
    const sealed = await sealBytes(PLAIN);
    const swapped = Buffer.from(sealed);
    segment(sealed, 2).copy(swapped, sealedStartOf(4, SMALL));
    segment(sealed, 4).copy(swapped, sealedStartOf(2, SMALL));
    expect(await refusal(swapped)).toMatchObject({ code: "corruptImage", detail: { construct: "sealed.order", segment: 2, is: 4 } });
  });

  it("is refused when bytes follow its end", async () => {
    const sealed = await sealBytes(sampleBytes(64 - 40 - 16 + 48));
    expect(sealed.length).toBe(128);
    const error = await refusal(Buffer.concat([sealed, segment(sealed, 1)]));
    expect(error).toMatchObject({ code: "corruptImage", detail: { segment: 2 } });
    const opened = await openSealed(memorySource(sealed), KEY, { parameters: SMALL });
    expect(opened.sizeBytes).toBe(56);
  });

  it("is refused when a segment comes from another object, even one under the same data key", async () => {
    const [mine, other] = [await sealBytes(PLAIN), await sealBytes(PLAIN)];
    const mixed = Buffer.from(mine);
    segment(other, 3).copy(mixed, sealedStartOf(3, SMALL));
    expect(await refusal(mixed)).toMatchObject({ code: "corruptImage", detail: { construct: "sealed.segment", segment: 3 } });
  });

  it("is refused in the place of another image's object, even one under the same data key", async () => {
    const foreign = await sealBytes(PLAIN, { ...KEY, boundTo: "0b54c1cf-6e0a-4f0c-8a41-1f4f1f6c0002" });
    expect(await refusal(foreign)).toMatchObject({ code: "corruptImage", detail: { construct: "sealed.header" } });
  });

  it("is refused under another data key", async () => {
    const sealed = await sealBytes(PLAIN);
    expect(await refusal(sealed, { ...KEY, dataKey: Buffer.alloc(32, 8) })).toMatchObject({ detail: { construct: "sealed.header" } });
    expect(await refusal(sealed, { ...KEY, dataKey: Buffer.alloc(16, 7) })).toMatchObject({ code: "invalidArgument" });
  });

  it("still gives what is whole around a broken segment", async () => {
    const broken = await sealBytes(PLAIN);
    broken.writeUInt8(broken.readUInt8(200) ^ 1, 200);
    const opened = await openSealed(memorySource(broken), KEY, { parameters: SMALL });
    expect((await opened.read(0, 100)).equals(PLAIN.subarray(0, 100))).toBe(true);
    await expect(opened.read(100, 100)).rejects.toMatchObject({ detail: { segment: 3 } });
  });
});
