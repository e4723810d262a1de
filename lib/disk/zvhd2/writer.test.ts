import { describe, expect, it } from "vitest";
import { GIB, MIB, TIB } from "../model";
import { packedGeometry } from "./geometry";
import { IDENTITY, MemorySink, sampleBlock, writeZvhd2, zstdFrame } from "./testing";
import { Zvhd2Writer } from "./writer";

const SIZE = 5 * MIB + 1000;
const STORED = [0, 2];
const payloads = new Map(STORED.map((block) => [block, zstdFrame(sampleBlock(block))]));

/** The sum of the published layout, written down a second time. */
function sumOf(page: Buffer): number {
  const checked = Buffer.from(page.subarray(0, 512));
  checked.writeUInt32LE(0, 64);
  return (0xffff_ffff - checked.reduce((sum, byte) => sum + byte, 0)) >>> 0;
}

function expectCommonFields(page: Buffer): void {
  expect(page.toString("latin1", 0, 8)).toBe("z2strm\0\0");
  expect(page.readUInt32LE(8)).toBe(2);
  expect(page.readUInt32LE(12)).toBe(0x0001_0000);
  expect(page.readBigUInt64LE(16)).toBe(0xffff_ffff_ffff_ffffn);
  expect(page.readUInt32LE(24)).toBe(IDENTITY.createdAt.getTime() / 1000 - 946_684_800);
  expect(page.toString("latin1", 28, 32)).toBe("tap\0");
  expect(page.readUInt32LE(32)).toBe(0x0001_0004);
  expect(page.readUInt32LE(36)).toBe(0);
  expect(page.readBigUInt64LE(40)).toBe(BigInt(SIZE));
  expect(page.readBigUInt64LE(48)).toBe(BigInt(GIB));
  expect(page.readUInt32LE(56)).toBe((150 << 16) | (4 << 8) | 17);
  expect(page.readUInt32LE(60)).toBe(4);
  expect(page.subarray(68, 84)).toEqual(IDENTITY.uuid);
  expect([...page.subarray(84, 88)]).toEqual([0, 0, 0, 1]);
  expect(page.readUInt32LE(88)).toBe(2_097_152);
  expect(page.readUInt32LE(92)).toBe(3);
  expect([page.readUInt8(140), page.readUInt8(141)]).toEqual([0, 1]);
  expect(page.subarray(142).every((byte) => byte === 0)).toBe(true);
}

describe("a written ZVHD2 file (FMT-06)", () => {
  it("begins with a header that names no tables and carries a right checksum", async () => {
    const header = (await writeZvhd2(SIZE, payloads)).subarray(0, 4096);
    expectCommonFields(header);
    expect(header.subarray(96, 128).every((byte) => byte === 0)).toBe(true);
    expect(header.subarray(128, 140).every((byte) => byte === 0)).toBe(true);
    expect(header.readUInt32LE(64)).toBe(sumOf(header));
  });

  it("holds one page-aligned record per block, with head, payload, zeros and end mark", async () => {
    const file = await writeZvhd2(SIZE, payloads);
    let at = 4096;
    for (const [block, payload] of payloads) {
      const length = Math.ceil((48 + payload.length + 4) / 4096) * 4096;
      const record = file.subarray(at, at + length);
      expect(record.toString("latin1", 0, 12)).toBe("hwstream bg\0");
      expect(record.readUInt32LE(12)).toBe(payload.length);
      expect(record.readUInt32LE(16)).toBe(block);
      expect(record.subarray(20, 48).every((byte) => byte === 0)).toBe(true);
      expect(record.subarray(48, 48 + payload.length)).toEqual(payload);
      expect(record.subarray(48 + payload.length, -4).every((byte) => byte === 0)).toBe(true);
      expect(record.toString("latin1", length - 4)).toBe("end\0");
      at += length;
    }
    const copy = file.subarray(at, at + 4096);
    expectCommonFields(copy);
    expect(copy.readUInt32LE(136)).toBe(2);
    expect(copy.readUInt32LE(64)).toBe(file.readUInt32LE(64));
  });

  it("ends with index, bitmap and a footer that says where they stand", async () => {
    const file = await writeZvhd2(SIZE, payloads);
    const footer = file.subarray(-4096);
    expectCommonFields(footer);
    const indexOffset = Number(footer.readBigUInt64LE(96));
    const bitmapOffset = Number(footer.readBigUInt64LE(104));
    expect(footer.readUInt32LE(64)).toBe(sumOf(footer));
    expect([112, 116, 120, 124, 128, 132, 136].map((at) => footer.readUInt32LE(at))).toEqual([524_288, 4096, 524_288, 4096, 1, 1, 2]);
    expect([bitmapOffset, file.length]).toEqual([indexOffset + 524_288, bitmapOffset + 4096 + 4096]);
    for (const [position, block] of STORED.entries()) {
      const entry = file.subarray(indexOffset + position * 16, indexOffset + position * 16 + 16);
      const offset = Number(entry.readBigUInt64LE(0));
      expect([entry.readUInt32LE(8), file.readUInt32LE(offset + 16)]).toEqual([block, block]);
      expect(file.toString("latin1", offset + entry.readUInt32LE(12) - 4, offset + entry.readUInt32LE(12))).toBe("end\0");
    }
    expect(file.subarray(indexOffset + 32, bitmapOffset).every((byte) => byte === 0)).toBe(true);
    expect([...file.subarray(bitmapOffset, bitmapOffset + 2)]).toEqual([0b101, 0]);
  });

  it("has no index segment when no block is stored", async () => {
    const file = await writeZvhd2(SIZE, new Map());
    expect(file.length).toBe(4 * 4096);
    expect([112, 128, 136].map((at) => file.subarray(-4096).readUInt32LE(at))).toEqual([0, 0, 0]);
  });

  it("is the same for the same identity and content", async () => {
    expect((await writeZvhd2(SIZE, payloads)).equals(await writeZvhd2(SIZE, payloads))).toBe(true);
  });
});

describe("writing a ZVHD2 file", () => {
  it("refuses blocks that do not ascend or lie beyond the disk", async () => {
    const payload = zstdFrame(sampleBlock(1));
    await expect(
      writeZvhd2(
        SIZE,
        new Map([
          [2, payload],
          [1, payload],
        ]),
      ),
    ).rejects.toMatchObject({ code: "invalidArgument" });
    await expect(writeZvhd2(SIZE, new Map([[3, payload]]))).rejects.toMatchObject({ code: "invalidArgument" });
  });

  it("refuses a disk of no bytes and a UUID of a wrong length", () => {
    expect(() => new Zvhd2Writer(new MemorySink(), 0, IDENTITY)).toThrow("invalidArgument");
    expect(() => new Zvhd2Writer(new MemorySink(), MIB, { ...IDENTITY, uuid: Buffer.alloc(15) })).toThrow("invalidArgument");
  });

  it("computes the geometry of the VHD specification", () => {
    const chs = (cylinders: number, heads: number, sectors: number) => cylinders * 65_536 + heads * 256 + sectors;
    expect(packedGeometry(16 * MIB)).toBe(chs(481, 4, 17));
    expect(packedGeometry(40 * GIB)).toBe(chs(Math.floor((40 * GIB) / 512 / 255 / 16), 16, 255));
    expect(packedGeometry(GIB)).toBe(chs(2080, 16, 63));
    expect(packedGeometry(2 * TIB)).toBe(chs(65_535, 16, 255));
  });
});
