import { describe, expect, it } from "vitest";
import { type AppError, isAppError } from "@/lib/platform/errors";
import type { RandomAccess } from "../model";
import { openOwnBlocks } from "../pipeline/own-blocks";
import { isOwnFormat } from "../qemu/block-driver";
import { inspectDisk } from ".";
import { TABLE_PIECE_BYTES } from "./constraints";
import type { HostileCase } from "./testing/hostile-case";
import { HOSTILE_DETECTION } from "./testing/hostile-detection";
import { HOSTILE_ISO, HOSTILE_QCOW, HOSTILE_QED, HOSTILE_VDI } from "./testing/hostile-older";
import { HOSTILE_ZVHD, HOSTILE_ZVHD2, validZvhd, validZvhd2 } from "./testing/hostile-own";
import { HOSTILE_QCOW2 } from "./testing/hostile-qcow2";
import { HOSTILE_VHD } from "./testing/hostile-vhd";
import { HOSTILE_VHDX } from "./testing/hostile-vhdx";
import { HOSTILE_VMDK } from "./testing/hostile-vmdk";
import { accessOf } from "./testing/memory-access";
import { QCOW2, validDynamicVhd, validFixedVhd, validQcow2, validSparseVmdk, validStreamVmdk, vhdFooter } from "./testing/valid-files";
import { validIso, validQcow, validQed, validUdf, validVdi } from "./testing/valid-older";
import { validVhdx } from "./testing/valid-vhdx";

async function refusalOf({ make, declared }: HostileCase): Promise<AppError> {
  try {
    const access = accessOf(await make());
    const facts = await inspectDisk(access, { declared });
    if (isOwnFormat(facts.format)) await readAll(access, facts.format);
    return expect.unreachable(JSON.stringify(facts));
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}

/** Reads the blocks of a format whose content no header tells. */
async function readAll(source: RandomAccess, format: "zvhd" | "zvhd2"): Promise<void> {
  const { blocks } = await openOwnBlocks(source, format);
  for await (const _ of blocks());
}

/** Nothing in the file is to blame, or all of it. */
const NO_PLACE = new Set(["file.size", "raw.size", "format", "iso.size"]);

const TABLES = [
  ["QCOW2 with", HOSTILE_QCOW2],
  ["VMDK with", HOSTILE_VMDK],
  ["VHD with", HOSTILE_VHD],
  ["VHDX with", HOSTILE_VHDX],
  ["QCOW with", HOSTILE_QCOW],
  ["QED with", HOSTILE_QED],
  ["VDI with", HOSTILE_VDI],
  ["ISO with", HOSTILE_ISO],
  ["ZVHD with", HOSTILE_ZVHD],
  ["ZVHD2 with", HOSTILE_ZVHD2],
  ["file that is", HOSTILE_DETECTION],
] as const;

describe.each(TABLES)("refuses a %s (FMT-02)", (_, cases) => {
  it.each(cases)("$name: $code, $construct", async (hostile) => {
    const { code, detail } = await refusalOf(hostile);
    expect({ code, construct: detail.construct }).toEqual({ code: hostile.code, construct: hostile.construct });
    if (!NO_PLACE.has(hostile.construct)) expect(detail.offsetBytes).toSatisfy((at) => Number.isSafeInteger(at) && at >= 0);
    expect(detail.found === undefined || /^[\x20-\x7e]{0,80}$/.test(String(detail.found))).toBe(true);
  });
});

describe("takes the same files unbroken (FMT-01)", () => {
  it.each([
    ["qcow2", "v3", 2 ** 30, () => validQcow2(3)],
    ["qcow2", "v2", 2 ** 30, () => validQcow2(2)],
    ["vmdk", "monolithicSparse", 2 ** 25, () => validSparseVmdk()],
    ["vmdk", "streamOptimized", 2 ** 25, () => validStreamVmdk()],
    ["vhd", "fixed", 8192, () => validFixedVhd()],
    ["vhd", "dynamic", 2 ** 23, () => validDynamicVhd()],
    ["vhdx", "dynamic", 2 ** 23, validVhdx],
    ["vdi", "dynamic", 2 ** 23, validVdi],
    ["qed", undefined, 2 ** 22, validQed],
    ["qcow", "v1", 2 ** 22, validQcow],
    ["iso", undefined, 40_960, validIso],
    ["iso", "udf", 573_440, validUdf],
    ["zvhd", undefined, 20 << 20, validZvhd],
    ["zvhd2", undefined, 20 << 20, validZvhd2],
  ] as const)("%s %s", async (format, subformat, virtualSizeBytes, make) => {
    const facts = { format, ...(subformat && { subformat }), virtualSizeBytes };
    await expect(inspectDisk(accessOf(await make()), { declared: format })).resolves.toMatchObject(facts);
    await expect(inspectDisk(accessOf(await make()))).resolves.toMatchObject(facts);
  });

  it("a raw disk with a boot record, a partition table and, further on, a header of another format", async () => {
    const disk = Buffer.alloc(4 << 20);
    disk.write("\x55\xaa", 510, "latin1");
    disk.write("EFI PART", 512);
    validQcow2().copy(disk, 1 << 20);
    await expect(inspectDisk(accessOf(disk), { declared: "raw" })).resolves.toEqual({ format: "raw", virtualSizeBytes: 4 << 20 });
    await expect(inspectDisk(accessOf(disk))).resolves.toEqual({ format: "raw", virtualSizeBytes: 4 << 20 });
  });

  it("a bootable raw disk with a VHD footer, as a fixed VHD", async () => {
    const disk = Buffer.alloc(8192);
    disk.write("\x55\xaa", 510, "latin1");
    const file = Buffer.concat([disk, vhdFooter(2, 8192)]);
    await expect(inspectDisk(accessOf(file), { declared: "vhd" })).resolves.toMatchObject({ format: "vhd", subformat: "fixed" });
  });

  it("a qcow2 with the dirty bit, whose mapping is true though its reference counts may be stale", async () => {
    const file = validQcow2();
    file.writeBigUInt64BE(1n, 72);
    await expect(inspectDisk(accessOf(file))).resolves.toMatchObject({ format: "qcow2" });
  });
});

describe("limits", () => {
  it("takes a disk of exactly the limit and refuses one sector more", async () => {
    const file = validQcow2();
    await expect(inspectDisk(accessOf(file), { limitBytes: 2 ** 30 })).resolves.toMatchObject({ virtualSizeBytes: 2 ** 30 });
    await expect(inspectDisk(accessOf(file), { limitBytes: 2 ** 30 - 512 })).rejects.toMatchObject({ code: "imageTooLarge" });
  });

  it("names where a refused construct stands and what was found there", async () => {
    const backed = HOSTILE_QCOW2[0];
    expect(backed && (await refusalOf(backed)).detail).toEqual({ construct: "qcow2.backingFile", offsetBytes: 8, found: "/etc/passwd" });
  });

  it("walks the full tables of a 2 TiB qcow2 in pieces of at most 1 MiB, and only the tables", async () => {
    const clusterBytes = 2 ** 21;
    const head = validQcow2();
    const tables = 4;
    const file = Buffer.alloc((4 + tables) * clusterBytes);
    head.copy(file, 0, 0, 112);
    file.writeUInt32BE(21, 20);
    file.writeBigUInt64BE(2n ** 41n, 24);
    file.writeUInt32BE(tables, 36);
    file.writeBigUInt64BE(BigInt(3 * clusterBytes), 40);
    file.writeBigUInt64BE(BigInt(clusterBytes), 48);
    for (let l1 = 0; l1 < tables; l1 += 1) {
      file.writeBigUInt64BE(BigInt((4 + l1) * clusterBytes), 3 * clusterBytes + 8 * l1);
      for (let entry = 0; entry < clusterBytes / 8; entry += 1) {
        const cluster = 4 + tables + (l1 * clusterBytes) / 8 + entry;
        file.writeBigUInt64BE(BigInt(cluster) * BigInt(clusterBytes), (4 + l1) * clusterBytes + 8 * entry);
      }
    }
    const access = accessOf(file, 2 ** 41 + file.length);
    await expect(inspectDisk(access)).resolves.toMatchObject({ virtualSizeBytes: 2 ** 41 });
    expect(access.spent.bytes).toBeLessThan((tables + 1) * clusterBytes + TABLE_PIECE_BYTES);
  });

  it("passes a failed read on as it is, and reports a file that shrank as truncated", async () => {
    const file = validQcow2();
    const broken = { sizeBytes: file.length, read: () => Promise.reject(new Error("EIO")) };
    await expect(inspectDisk(broken)).rejects.toThrow("EIO");
    const shrunk = {
      sizeBytes: file.length,
      read: async (at: number, length: number) => file.subarray(at, Math.min(at + length, QCOW2.l2)),
    };
    await expect(inspectDisk(shrunk)).rejects.toMatchObject({ code: "truncatedImage", detail: { construct: "qcow2.l2Table" } });
  });
});
