import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inspectDisk } from "../inspect";
import { accessOf } from "../inspect/testing/memory-access";
import { type DiskProgress, MIB, TIB } from "../model";
import { run, testFolder } from "../nbd/testing";
import { blockDriverOf } from "../qemu/block-driver";
import { openZvhd } from "../zvhd/reader";
import type { DiskManifest } from "../zvhd2/manifest";
import { IDENTITY, memorySource } from "../zvhd2/testing";
import { EXPORT_FORMATS, type ExportDiskOptions, type ExportFormat, exportFile, exportStream } from "./export-disk";
import { importFile, sha256 } from "./testing";
import { isOwnTarget, OWN_TARGETS } from "./write-disk";

const SIZE = 9 * MIB + 512;
/** Those that QEMU knows. */
const KNOWN_FORMATS = ["vmdk", "vhd", "qcow2"] as const;

interface Stored {
  readonly stored: Buffer;
  readonly manifest: DiskManifest;
  /** The raw disk it was made of. */
  readonly raw: string;
}

/** Text, a hole of 4 MiB, random bytes to the last sector. */
async function storedDisk(content = diskContent()): Promise<Stored> {
  const raw = join(await testFolder(), "disk.raw");
  await writeFile(raw, content);
  return { raw, ...(await importFile(raw, "raw", content.length)) };
}

function diskContent(): Buffer {
  const content = Buffer.alloc(SIZE);
  content.fill("text that compresses ", 0, MIB);
  randomBytes(3 * MIB + 512).copy(content, 6 * MIB);
  return content;
}

type Wishes = Pick<ExportDiskOptions, "format"> & Partial<ExportDiskOptions> & { readonly folder?: string };

async function exportOf({ stored, manifest }: Stored, { folder, ...wishes }: Wishes) {
  const out = folder ?? (await testFolder());
  const file = join(out, `out.${wishes.format}`);
  const options = { source: memorySource(stored), manifest, identity: IDENTITY, ...wishes };
  const { format } = options;
  if (isOwnTarget(format)) await writeFile(file, await bytesOf(exportStream({ ...options, format })));
  else await exportFile({ ...options, format }, file);
  return { file, bytes: await readFile(file), left: (await readdir(out)).filter((name) => join(out, name) !== file) };
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}

/** What qemu-img says of a file it is told the format of. */
async function info(file: string, driver: string): Promise<Record<string, unknown>> {
  const said: Record<string, unknown> = JSON.parse(await run("qemu-img", "info", "--output=json", "-f", driver, file));
  return said;
}

describe("a disk that is exported", () => {
  it.each(KNOWN_FORMATS)("as %s has its exact size and bytes, and nothing is left behind (FMT-03)", async (format) => {
    const disk = await storedDisk();
    const { file, left } = await exportOf(disk, { format });
    const driver = blockDriverOf(format);
    expect(await info(file, driver)).toMatchObject({ "virtual-size": SIZE });
    expect(await run("qemu-img", "compare", "-f", "raw", "-F", driver, disk.raw, file)).toContain("identical");
    expect(left).toEqual([]);
  });

  it("as VMDK is one streamOptimized file for a SCSI disk (FMT-08)", async () => {
    const { file } = await exportOf(await storedDisk(), { format: "vmdk" });
    const said = JSON.stringify(await info(file, "vmdk"));
    expect(said).toContain('"create-type":"streamOptimized"');
    expect((await stat(file)).size).toBeLessThan(5 * MIB);
  });

  it("as VHD is one dynamic file whose footer states the exact size (FMT-09)", async () => {
    const { bytes } = await exportOf(await storedDisk(), { format: "vhd" });
    const footer = bytes.subarray(-512);
    expect(footer.toString("latin1", 0, 8)).toBe("conectix");
    expect([footer.readBigUInt64BE(48), footer.readUInt32BE(60)]).toEqual([BigInt(SIZE), 3]);
  });

  it("as VHD stores the blocks that hold data, each from a page on, and is the same when it is exported again (FMT-09)", async () => {
    const disk = await storedDisk();
    const { bytes } = await exportOf(disk, { format: "vhd" });
    expect(await inspectDisk(accessOf(bytes))).toEqual({ format: "vhd", subformat: "dynamic", virtualSizeBytes: SIZE });
    const starts = Array.from({ length: 5 }, (_, block) => bytes.readUInt32BE(1536 + 4 * block));
    expect(starts.map((start) => start !== 0xffff_ffff)).toEqual([true, false, false, true, true]);
    expect(starts.filter((start) => start !== 0xffff_ffff).map((start) => ((start + 1) * 512) % 4096)).toEqual([0, 0, 0]);
    expect(bytes.length).toBeLessThan(3 * (2 * MIB + 4096) + 8192);
    expect((await exportOf(disk, { format: "vhd" })).bytes.equals(bytes)).toBe(true);
  });

  it.each(["zlib", "zstd"] as const)("as QCOW2 is compressed with %s (FMT-07)", async (compression) => {
    const { file, bytes } = await exportOf(await storedDisk(), { format: "qcow2", compression });
    expect(JSON.stringify(await info(file, "qcow2"))).toContain(`"compression-type":"${compression}"`);
    expect(bytes.length).toBeLessThan(5 * MIB);
  });

  it("as ZVHD2 is the very object that is stored (FMT-06)", async () => {
    const disk = await storedDisk();
    expect(sha256((await exportOf(disk, { format: "zvhd2" })).bytes)).toBe(disk.manifest.objectSha256);
  });

  it("as ZVHD holds its blocks and not its holes, and is the same when it is exported again (FMT-05)", async () => {
    const content = Buffer.concat([diskContent(), Buffer.of(1, 2, 3)]);
    const disk = await storedDisk(content);
    const { bytes } = await exportOf(disk, { format: "zvhd" });
    const file = await openZvhd(memorySource(bytes));
    const read = Buffer.alloc(content.length);
    const blocks: number[] = [];
    for await (const { block, content: part } of file.blocks()) {
      blocks.push(block);
      part.copy(read, block * 2 * MIB);
    }
    expect([file.virtualSizeBytes, blocks, read.equals(content)]).toEqual([content.length, [0, 3, 4], true]);
    expect((await exportOf(disk, { format: "zvhd" })).bytes.equals(bytes)).toBe(true);
  });

  it.each(EXPORT_FORMATS)("as %s tells its progress, to the end", async (format) => {
    const seen: DiskProgress[] = [];
    await exportOf(await storedDisk(), { format, onProgress: (progress) => seen.push(progress) });
    const shares = seen.map(({ doneBytes, totalBytes }) => doneBytes / totalBytes);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });
});

describe("an export that cannot be", () => {
  it("of 2 TiB as VHD is refused with the largest size there is", async () => {
    const file = join(await testFolder(), "disk.qcow2");
    await run("qemu-img", "create", "-f", "qcow2", file, "2T");
    const disk = { raw: file, ...(await importFile(file, "qcow2", 2 * TIB)) };
    await expect(exportOf(disk, { format: "vhd" })).rejects.toMatchObject({ code: "exportFormatNotSupported", detail: { format: "vhd" } });
  });

  it.each(EXPORT_FORMATS)("as %s of a block that rotted ends with its reason before the file does, and leaves nothing", async (format) => {
    const disk = await storedDisk();
    disk.stored.writeUInt8(disk.stored.readUInt8(3 * MIB) ^ 1, 3 * MIB);
    const folder = await testFolder();
    await expect(exportOf(disk, { format, folder })).rejects.toMatchObject({
      code: expect.stringMatching(/^(digestMismatch|corruptImage)$/),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each<ExportFormat>(["qcow2", "vhd", "zvhd", "zvhd2"])(
    "as %s ends with cancelled at an abort, though its source hangs",
    async (format) => {
      const { stored, manifest } = await storedDisk();
      const stop = new AbortController();
      const healthy = memorySource(stored);
      const source = {
        sizeBytes: healthy.sizeBytes,
        // The tables are read at once; of the data nothing comes.
        read: (offset: number, length: number) => {
          if (length <= 4096) return healthy.read(offset, length);
          setTimeout(() => stop.abort(), 50);
          return new Promise<Buffer>(() => {});
        },
      };
      const folder = await testFolder();
      await expect(exportOf({ stored, manifest, raw: "" }, { format, folder, source, signal: stop.signal })).rejects.toMatchObject({
        code: "cancelled",
      });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it.each(OWN_TARGETS)("as %s ends when its reader leaves in the middle", async (format) => {
    const { stored, manifest } = await storedDisk();
    for await (const _ of exportStream({ source: memorySource(stored), manifest, identity: IDENTITY, format })) break;
  });

  it("answers the store's own error where the folder is not there", async () => {
    const folder = join(await testFolder(), "gone");
    await expect(exportOf(await storedDisk(), { format: "vmdk", folder })).rejects.toMatchObject({ code: "ENOENT" });
    await mkdir(folder);
    expect((await exportOf(await storedDisk(), { format: "vmdk", folder })).left).toEqual([]);
  });
});
