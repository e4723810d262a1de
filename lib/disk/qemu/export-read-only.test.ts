import { execFile } from "node:child_process";
import { access, copyFile, mkdtemp, open, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DiskFormat, MIB } from "../model";
import { blockDriverOf } from "./block-driver";
import { checkImage } from "./check-image";
import { exportReadOnly } from "./export-read-only";
import { compareDisks } from "./overlay";

const run = promisify(execFile);
const SIZE = 16 * MIB;
let folder: string;
let raw: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "export-"));
  raw = join(folder, "disk.raw");
  await writeFile(raw, Buffer.concat([Buffer.alloc(MIB), Buffer.alloc(70_000, "content"), Buffer.alloc(5)]));
  await truncate(raw, SIZE);
});
afterAll(() => rm(folder, { recursive: true }));

async function diskOf(format: DiskFormat, ...options: string[]): Promise<string> {
  const path = join(folder, `${format}-${options.length}`);
  await run("qemu-img", ["convert", "-f", "raw", "-O", blockDriverOf(format), ...options, raw, path]);
  return path;
}

describe("exportReadOnly", () => {
  it.each<[DiskFormat, ...string[]]>([
    ["raw"],
    ["iso"],
    ["qcow2"],
    ["qcow2", "-c", "-o", "compression_type=zstd"],
    ["vmdk", "-o", "subformat=streamOptimized"],
    ["vmdk"],
    ["vhd", "-o", "force_size=on"],
    ["vhd", "-o", "subformat=fixed,force_size=on"],
    ["vhdx"],
    ["vdi"],
    ["qed"],
    ["qcow"],
  ])("serves the very bytes of a %s disk %s %s (FMT-01)", async (format, ...options) => {
    const path = await diskOf(format, ...options);
    const served = await exportReadOnly({ path, format, virtualSizeBytes: SIZE });
    try {
      const reference = `nbd+unix:///?socket=${served.socketPath}`;
      const { stdout } = await run("nbdinfo", ["--size", reference]);
      expect(Number(stdout)).toBe(SIZE);
      const disk = { reference, format: "raw", paths: [served.socketPath] } as const;
      expect(await compareDisks({ reference: raw, format: "raw", paths: [raw] }, disk)).toBe(true);
    } finally {
      await served.close();
    }
    await expect(access(served.socketPath)).rejects.toThrow();
  });

  it("refuses writes", async () => {
    const served = await exportReadOnly({ path: raw, format: "raw", virtualSizeBytes: SIZE });
    try {
      const { stdout } = await run("nbdinfo", ["--json", `nbd+unix:///?socket=${served.socketPath}`]);
      expect(JSON.parse(stdout)).toMatchObject({ exports: [{ is_read_only: true }] });
    } finally {
      await served.close();
    }
  });

  it("serves zeros, not another file, where a disk names a backing file (FMT-02)", async () => {
    const path = join(folder, "backed.qcow2");
    await run("qemu-img", ["create", "-q", "-f", "qcow2", "-F", "raw", "-b", raw, path]);
    const empty = join(folder, "empty.raw");
    await writeFile(empty, "");
    await truncate(empty, SIZE);
    const served = await exportReadOnly({ path, format: "qcow2", virtualSizeBytes: SIZE });
    try {
      const disk = { reference: `nbd+unix:///?socket=${served.socketPath}`, format: "raw", paths: [served.socketPath] } as const;
      expect(await compareDisks({ reference: empty, format: "raw", paths: [empty] }, disk)).toBe(true);
    } finally {
      await served.close();
    }
  });

  it("answers corruptImage when the file is not of the format", async () => {
    await expect(exportReadOnly({ path: raw, format: "qcow2", virtualSizeBytes: SIZE })).rejects.toMatchObject({ code: "corruptImage" });
  });

  it("answers corruptImage when the disk is smaller than its header was read to say", async () => {
    await expect(exportReadOnly({ path: raw, format: "raw", virtualSizeBytes: 2 * SIZE })).rejects.toMatchObject({ code: "corruptImage" });
  });

  it("stops serving on abort", async () => {
    const stop = new AbortController();
    const served = await exportReadOnly({ path: raw, format: "raw", virtualSizeBytes: SIZE, signal: stop.signal });
    stop.abort();
    await served.close();
    await expect(run("nbdinfo", ["--size", `nbd+unix:///?socket=${served.socketPath}`])).rejects.toThrow();
  });

  it("does not take ZVHD2, which QEMU cannot read", async () => {
    await expect(exportReadOnly({ path: raw, format: "zvhd2", virtualSizeBytes: SIZE })).rejects.toMatchObject({
      code: "formatNotSupported",
    });
  });
});

describe("checkImage", () => {
  it.each<DiskFormat>(["qcow2", "vmdk", "vhd", "vhdx", "vdi", "qed", "qcow", "raw"])("accepts a sound %s disk (FMT-01)", async (format) => {
    await checkImage({ path: await diskOf(format), format });
  });

  it("refuses a qcow2 whose table points outside of the file, which reading would take for zeros", async () => {
    const sound = await diskOf("qcow2");
    const path = join(folder, "broken.qcow2");
    await copyFile(sound, path);
    const file = await open(path, "r+");
    const header = Buffer.alloc(48);
    await file.read(header, 0, 48, 0);
    const entry = Buffer.alloc(8);
    entry.writeBigUInt64BE((1n << 63n) | (1n << 40n));
    await file.write(entry, 0, 8, Number(header.readBigUInt64BE(40)));
    await file.close();
    await expect(checkImage({ path, format: "qcow2" })).rejects.toMatchObject({ code: "corruptImage" });
  });

  it("refuses a file cut short", async () => {
    const path = join(folder, "cut.qcow2");
    await copyFile(await diskOf("qcow2"), path);
    await truncate(path, 600);
    await expect(checkImage({ path, format: "qcow2" })).rejects.toMatchObject({ code: "corruptImage" });
  });
});
