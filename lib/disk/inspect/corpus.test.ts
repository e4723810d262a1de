import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inspectDisk } from ".";
import { accessOf } from "./testing/memory-access";

const run = promisify(execFile);
const CORPUS = fileURLToPath(new URL("../../../../shared/corpus", import.meta.url));

async function load(name: string): Promise<Buffer> {
  const path = `${CORPUS}/${name}`;
  if (name.endsWith(".gz")) return gunzipSync(await readFile(path));
  if (name.endsWith(".bz2")) return (await run("bzip2", ["-dc", path], { encoding: "buffer", maxBuffer: 2 ** 28 })).stdout;
  return readFile(path);
}

describe.skipIf(!existsSync(CORPUS))("disks that other programs made", () => {
  it.each([
    ["dfvfs/ext2.qcow2", "qcow2", "v3", 4_194_304],
    ["dfvfs/windows_volume.qcow2", "qcow2", "v3", 35_913_728],
    ["dfvfs/ext2.vhd.gz", "vhd", "dynamic", 4_212_736],
    ["dfvfs/ext2.vmdk", "vmdk", "monolithicSparse", 4_194_304],
    ["made/mini-dynamic.vhd.gz", "vhd", "dynamic", 16_777_216],
    ["made/mini-fixed.vhd.gz", "vhd", "fixed", 16_777_216],
    ["made/mini-sparse.vmdk.gz", "vmdk", "monolithicSparse", 16_777_216],
    ["made/mini-stream.vmdk", "vmdk", "streamOptimized", 16_777_216],
    ["made/mini-v2.qcow2.gz", "qcow2", "v2", 16_777_216],
    ["made/mini-v3.qcow2.gz", "qcow2", "v3", 16_777_216],
    ["made/mini-zlib.qcow2", "qcow2", "v3", 16_777_216],
    ["made/mini-zstd.qcow2", "qcow2", "v3", 16_777_216],
    ["made/mini-compressed.qcow", "qcow", "v1", 16_777_216],
    ["made/mini.qcow.gz", "qcow", "v1", 16_777_216],
    ["made/mini-dynamic.vhdx.gz", "vhdx", "dynamic", 16_777_216],
    ["made/mini-fixed.vhdx.gz", "vhdx", undefined, 16_777_216],
    ["made/mini.vdi.gz", "vdi", "dynamic", 16_777_216],
    ["made/mini-static.vdi.gz", "vdi", "static", 16_777_216],
    ["made/mini.qed.gz", "qed", undefined, 16_777_216],
    ["zvhd/mini.zvhd", "zvhd", undefined, 16_777_216],
    ["zvhd/mini.zvhd2.gz", "zvhd2", undefined, 16_777_216],
    ["qemu-iotests/iotest-dynamic-1G.vhdx.bz2", "vhdx", "dynamic", 1_073_741_824],
    ["made/os-ntfs.qcow2", "qcow2", "v3", 209_715_200],
    ["made/os-xfs.qcow2", "qcow2", "v3", 1_073_741_824],
    ["made/mini.raw.gz", "raw", undefined, 16_777_216],
    ["qemu-iotests/iotest-version3.vmdk.bz2", "vmdk", "streamOptimized", 17_179_869_184],
    // By "current size"; the geometry, which QEMU takes for this creator, says 136 363 130 880.
    ["qemu-iotests/virtualpc-dynamic.vhd.bz2", "vhd", "dynamic", 136_365_211_648],
  ] as const)("takes %s (FMT-01)", async (name, format, subformat, virtualSizeBytes) => {
    const facts = await inspectDisk(accessOf(await load(name)));
    expect(facts).toMatchObject({ format, virtualSizeBytes, ...(subformat ? { subformat } : {}) });
  });

  it.each([
    ["made/mini-flat.vmdk", "unsafeImage"],
    ["qemu-iotests/afl9.vmdk.bz2", "corruptImage"],
  ])("refuses %s: %s (FMT-02)", async (name, code) => {
    await expect(inspectDisk(accessOf(await load(name)))).rejects.toMatchObject({ code });
  });
});
