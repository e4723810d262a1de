import { mkdtemp, open, readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { inspectDisk } from "../inspect";
import { openFileAccess } from "../inspect/file-access";
import { DISK_FORMATS, type DiskFormat, MIB } from "../model";
import { run } from "../nbd/testing";
import { blockDriverOf } from "../qemu/block-driver";
import { type ReadDisk, readZvhd2Strictly, readZvhdStrictly } from "../testing/independent-readers";
import { isoVolume, MATRIX_DISKS, type MatrixDisk } from "../testing/matrix-disks";
import { IDENTITY } from "../zvhd2/testing";
import { EXPORT_FORMATS } from "./export-disk";
import { serveFile } from "./serve-file";
import { TARGET_FORMATS, type TargetFormat, VHD_MAX_BYTES, writeDiskFile } from "./write-disk";

const IMPORTED = ["vmdk", "vhd", "qcow2", "raw", "vhdx", "qed", "vdi", "qcow", "zvhd2", "zvhd"] as const;
/** A disk of 2 TiB on a machine with other things to do. */
const PATIENCE_MS = 300_000;
const OPTIONS: Partial<Record<DiskFormat, string>> = { vhd: "force_size=on" };
const folder = await mkdtemp(join(tmpdir(), "ims-matrix-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Truth {
  readonly raw: string;
  readonly sizeBytes: number;
  /** Numbers of the blocks of 2 MiB that hold anything. */
  readonly blocks: ReadonlySet<number>;
}

const truths = new Map<string, Promise<Truth>>();
function truthOf(disk: MatrixDisk | "iso"): Promise<Truth> {
  const known = truths.get(disk) ?? makeTruth(disk);
  truths.set(disk, known);
  return known;
}

async function makeTruth(disk: MatrixDisk | "iso"): Promise<Truth> {
  const raw = join(folder, `${disk.replace(" ", "-")}.raw`);
  await (disk === "iso" ? writeFile(raw, isoVolume()) : MATRIX_DISKS[disk](raw));
  return { raw, ...(await mapOf(raw, "raw")) };
}

/** The size of a disk and its blocks in which QEMU sees data. */
async function mapOf(file: string, driver: string): Promise<Omit<Truth, "raw">> {
  const map: { start: number; length: number; data: boolean; zero: boolean }[] = JSON.parse(
    await run("qemu-img", "map", "--output=json", "-f", driver, file),
  );
  const blocks = new Set<number>();
  for (const { start, length, data, zero } of map) {
    if (!data || zero) continue;
    for (let block = Math.floor(start / (2 * MIB)); block * 2 * MIB < start + length; block++) blocks.add(block);
  }
  const last = map.at(-1);
  return { sizeBytes: last === undefined ? 0 : last.start + last.length, blocks };
}

/** Serves a file as the service does: inspected first. */
async function served(path: string) {
  const file = await openFileAccess(path);
  const facts = await inspectDisk(file).finally(() => file.close());
  return serveFile({ path, facts, folder: await mkdtemp(join(folder, "work-")) });
}

/** Writes what is in a file in these formats, one after the other, and hands each to a check. */
async function convert(
  from: string,
  formats: readonly TargetFormat[],
  check: (path: string, format: TargetFormat) => Promise<void> = async () => undefined,
): Promise<string> {
  const out = await mkdtemp(join(folder, "out-"));
  const source = await served(from);
  try {
    for (const format of formats) {
      await writeDiskFile(source, join(out, format), { format, identity: IDENTITY });
      await check(join(out, format), format);
    }
  } finally {
    await source.close();
  }
  return out;
}

/** A disk in one of the formats that come in, made by QEMU where it can. */
async function fileOf(truth: Truth, format: (typeof IMPORTED)[number]): Promise<string> {
  if (format === "raw") return truth.raw;
  if (format === "zvhd" || format === "zvhd2") return join(await convert(truth.raw, [format]), format);
  const path = join(await mkdtemp(join(folder, "in-")), `disk.${format}`);
  const options = OPTIONS[format] ?? [];
  await run(
    "qemu-img",
    "convert",
    "-f",
    "raw",
    "-O",
    blockDriverOf(format),
    ...[options].flat().flatMap((one) => ["-o", one]),
    truth.raw,
    path,
  );
  return path;
}

/** Holds a written file against the truth with readers that are not ours, its holes as well. */
async function expectSame(path: string, format: TargetFormat, truth: Truth): Promise<void> {
  if (format === "zvhd" || format === "zvhd2") {
    const disk = await (format === "zvhd" ? readZvhdStrictly : readZvhd2Strictly)(path);
    expect(disk.virtualSizeBytes).toBe(truth.sizeBytes);
    expect([...disk.blocks.keys()].filter((block) => !truth.blocks.has(block))).toEqual([]);
    await expectCompare(await rawOf(disk), "raw", truth);
    return;
  }
  const driver = blockDriverOf(format);
  if (format === "vmdk" && truth.sizeBytes > VHD_MAX_BYTES) return expectSameSlices(path, driver, truth);
  const { sizeBytes, blocks } = await mapOf(path, driver);
  expect(sizeBytes).toBe(truth.sizeBytes);
  // Of a new raw file QEMU writes the first sectors, to see what its file system aligns to.
  expect([...blocks].filter((block) => !truth.blocks.has(block) && !(format === "raw" && block === 0))).toEqual([]);
  await expectCompare(path, driver, truth);
}

/** QEMU takes minutes to look through a VMDK of 2 TiB: where the truth has data it is compared, and there is room for no more. */
async function expectSameSlices(path: string, driver: string, truth: Truth): Promise<void> {
  const info: { "virtual-size": number } = JSON.parse(await run("qemu-img", "info", "--output=json", "-f", driver, path));
  expect(info["virtual-size"]).toBe(truth.sizeBytes);
  for (const block of truth.blocks) {
    const slice = (file: string, of: string) =>
      `json:${JSON.stringify({ driver: "raw", offset: block * 2 * MIB, size: 2 * MIB, file: { driver: of, file: { driver: "file", filename: file } } })}`;
    expect(await run("qemu-img", "compare", slice(truth.raw, "raw"), slice(path, driver))).toContain("identical");
  }
  expect((await stat(path)).blocks * 512).toBeLessThan(2 * MIB);
}

async function rawOf({ virtualSizeBytes, blocks }: ReadDisk): Promise<string> {
  const path = join(await mkdtemp(join(folder, "raw-")), "disk.raw");
  const file = await open(path, "wx");
  for (const [block, content] of blocks) await file.write(content, 0, undefined, block * 2 * MIB);
  await file.close();
  await truncate(path, virtualSizeBytes);
  return path;
}

async function expectCompare(path: string, driver: string, truth: Truth): Promise<void> {
  expect(await run("qemu-img", "compare", "-f", "raw", "-F", driver, truth.raw, path)).toContain("identical");
}

it("five formats go out; raw, vhdx, qed, vdi, qcow and iso only come in (FMT-03, FMT-10, FMT-11, FMT-12, FMT-13, FMT-14)", () => {
  expect([...EXPORT_FORMATS].sort()).toEqual(["qcow2", "vhd", "vmdk", "zvhd", "zvhd2"]);
  expect([...IMPORTED, "iso"].sort()).toEqual([...DISK_FORMATS].sort());
});

/** A VHD cannot hold 2 TiB. */
function disksIn(format: (typeof IMPORTED)[number]): MatrixDisk[] {
  const all = Object.keys(MATRIX_DISKS) as MatrixDisk[]; // the keys of a constant
  return format === "vhd" ? all.filter((disk) => disk !== "2 TiB") : all;
}

describe.each(IMPORTED)("a disk that comes as %s", (from) => {
  it.each(disksIn(from))(
    "%s, leaves as every format with the same bytes and holes (FMT-01, FMT-03)",
    async (disk) => {
      const truth = await truthOf(disk);
      const fitting = TARGET_FORMATS.filter((format) => format !== "vhd" || truth.sizeBytes <= VHD_MAX_BYTES);
      // Of disks of 2 TiB one way in meets every way out, and every way in meets one way out: QEMU is slow to look through some.
      const formats = disk === "2 TiB" && from !== "raw" ? (["zvhd2"] as const) : fitting;
      const out = await convert(await fileOf(truth, from), formats, (path, format) => expectSame(path, format, truth));
      await rm(out, { recursive: true });
    },
    PATIENCE_MS,
  );
});

it("a disk that comes as iso leaves as every format with the same bytes (FMT-15)", async () => {
  const truth = await truthOf("iso");
  await convert(truth.raw, TARGET_FORMATS, (path, format) => expectSame(path, format, truth));
});

it("a disk beyond what a VHD can hold is not written as one, and nothing is left of it", async () => {
  const source = await served((await truthOf("2 TiB")).raw);
  try {
    const out = await mkdtemp(join(folder, "none-"));
    await expect(writeDiskFile(source, join(out, "disk.vhd"), { format: "vhd", identity: IDENTITY })).rejects.toMatchObject({
      code: "exportFormatNotSupported",
      detail: { maxBytes: VHD_MAX_BYTES },
    });
    expect(await readdir(out)).toEqual([]);
  } finally {
    await source.close();
  }
});
