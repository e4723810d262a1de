import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIB } from "../model";
import { detectOs } from "./detect-os";
import { windowsExtras } from "./drivers";
import { DiskProbe } from "./probe";
import { ELF_X86_64, makeDisk, type TestVolume, type Tree } from "./testing/disks";
import { type HiveKeys, makeHive } from "./testing/hives";
import { type CpioEntry, cpioArchive, microcode } from "./testing/initramfs";

const KERNEL = "4.18.0-80.el8.x86_64";
const MODULES = `lib/modules/${KERNEL}/kernel/drivers`;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "drivers-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A system whose kernel has virtio as modules. */
const MODULAR: Tree = {
  "etc/os-release": 'NAME="CentOS Linux"\nID="centos"\nVERSION_ID="8"\n',
  "bin/sh": ELF_X86_64,
  ...Object.fromEntries(["block/virtio_blk", "scsi/virtio_scsi", "virtio/virtio_pci"].map((name) => [`${MODULES}/${name}.ko.xz`, "x"])),
  [`lib/modules/${KERNEL}/modules.builtin`]: "kernel/fs/ext4/ext4.ko\n",
};
const BUSYBOX: CpioEntry = ["bin/busybox", Buffer.alloc(70_000, "busy")];
const withModules = (...names: string[]) =>
  cpioArchive([BUSYBOX, ...names.map((name): CpioEntry => [`usr/${MODULES}/${name}.ko.xz`, "module"]), ["init", "#!/bin/sh\n"]]);
const ENOUGH = withModules("block/virtio_blk", "virtio/virtio_pci");

/** Packs by a tool that reads a pipe and writes one. */
const by =
  (command: string, ...args: string[]) =>
  (input: Buffer): Buffer =>
    execFileSync(command, [...args, "-c"], { input });

const rawOf = async (path: string) => ({ path, format: "raw" as const, virtualSizeBytes: (await stat(path)).size });

async function virtioOf(
  initramfs: Buffer | undefined,
  more: { name?: string; tree?: Tree; volumes?: (root: TestVolume) => TestVolume[] } = {},
) {
  const boot = initramfs === undefined ? {} : { [more.name ?? `boot/initramfs-${KERNEL}.img`]: initramfs };
  const root: TestVolume = { fileSystem: "ext4", tree: { ...MODULAR, ...boot, ...more.tree } };
  const path = await makeDisk(folder, "dos", more.volumes?.(root) ?? [root]);
  return (await detectOs(await rawOf(path)))?.hasVirtioDrivers;
}

describe("virtio drivers in the archive a kernel starts from", () => {
  it.each<[string, (archive: Buffer) => Buffer | Promise<Buffer>]>([
    ["not packed", (archive) => archive],
    ["gzip", (archive) => gzipSync(archive)],
    ["zstd", (archive) => zstdCompressSync(archive)],
    ["xz", by("xz", "--check=crc32")],
    ["lzma", by("xz", "--format=lzma")],
    ["lz4", by("lz4", "-l")],
    ["gzip behind microcode", (archive) => Buffer.concat([microcode(), gzipSync(archive)])],
    ["zstd behind two early archives", (archive) => Buffer.concat([microcode(), microcode(3 * MIB), zstdCompressSync(archive)])],
  ])("are found, and missed: %s", async (_, pack) => {
    expect(await virtioOf(await pack(ENOUGH))).toBe(true);
    expect(await virtioOf(await pack(withModules("ata/ahci")))).toBe(false);
  });

  it("are those of a disk and of its bus", async () => {
    expect(await virtioOf(withModules("scsi/virtio_scsi", "virtio/virtio_pci"))).toBe(true);
    expect(await virtioOf(withModules("block/virtio_blk"))).toBe(false);
    expect(await virtioOf(withModules("virtio/virtio_pci"))).toBe(false);
  });

  it("is looked for under the names of Debian and SUSE as well, and on a /boot of its own", async () => {
    const without = gzipSync(withModules("ata/ahci"));
    expect(await virtioOf(without, { name: `boot/initrd.img-${KERNEL}` })).toBe(false);
    expect(await virtioOf(without, { name: `boot/initrd-${KERNEL}` })).toBe(false);
    expect(await virtioOf(without, { name: `boot/initramfs-${KERNEL}kdump.img` })).toBe(true);
    const boot: TestVolume = { fileSystem: "ext4", tree: { [`initramfs-${KERNEL}.img`]: without } };
    expect(await virtioOf(undefined, { volumes: (root) => [boot, root] })).toBe(false);
  });

  it("does not matter to a kernel that has them built in", async () => {
    const builtin = { [`lib/modules/${KERNEL}/modules.builtin`]: "kernel/drivers/block/virtio_blk.ko\n" };
    expect(await virtioOf(gzipSync(withModules("ata/ahci")), { tree: builtin })).toBe(true);
    const bus = { [`lib/modules/${KERNEL}/modules.builtin`]: "kernel/drivers/virtio/virtio_pci.ko\n" };
    expect(await virtioOf(gzipSync(withModules("block/virtio_blk")), { tree: bus })).toBe(true);
  });

  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ["cut off", () => gzipSync(withModules("ata/ahci")).subarray(0, 150)],
    ["packed in another way", () => Buffer.from("894c5a4f000d0a1a0a", "hex")],
    ["empty", () => Buffer.from("\n")],
    ["one that claims a name of 4 GiB", () => Buffer.from(`070701${"0".repeat(88)}FFFFFFFF${"0".repeat(8)}`)],
    ["one that claims a file of 4 GiB", () => Buffer.from(`070701${"0".repeat(48)}FFFFFFFF${"0".repeat(32)}00000002${"0".repeat(8)}x\0`)],
    ["unpacking to zeros only", () => gzipSync(Buffer.alloc(64 * MIB))],
    ["a row of packed bombs", () => Buffer.concat(Array.from({ length: 16 }, () => gzipSync(Buffer.alloc(32 * MIB, 0x37))))],
  ])("speaks against nothing where it is %s, within seconds", async (_, make) => {
    const initramfs = await make();
    const started = performance.now();
    expect(await virtioOf(initramfs)).toBe(true);
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});

describe("virtio drivers in the registry of Windows", () => {
  async function virtioOfWindows(drivers: readonly string[], keys: HiveKeys | Buffer): Promise<boolean> {
    const hive = join(folder, "SYSTEM");
    if (Buffer.isBuffer(keys)) await writeFile(hive, keys);
    else await makeHive(hive, keys);
    const files = Object.fromEntries(drivers.map((name) => [`Windows/System32/drivers/${name}`, "MZ"]));
    const tree = { "Windows/System32/config/SYSTEM": await readFile(hive), "Windows/System32/drivers/disk.sys": "MZ", ...files };
    const disk = await rawOf(await makeDisk(folder, "dos", [{ fileSystem: "ext4", tree }]));
    const probe = await DiskProbe.open({ ...disk, signal: new AbortController().signal });
    return (await windowsExtras(probe, "(loop0,msdos1)").finally(() => probe.close())).hasVirtioDrivers;
  }
  const service = (set: number, name: string, start: number): HiveKeys => ({
    [`ControlSet00${set}\\Services\\${name}`]: { ImagePath: `string:system32\\drivers\\${name}.sys`, Start: `dword:${start}` },
  });
  const select = (current: number): HiveKeys => ({ Select: { Current: `dword:${current}`, Default: "dword:1" } });

  it("are those that are there and start with it", async () => {
    expect(await virtioOfWindows(["viostor.sys"], { ...select(1), ...service(1, "viostor", 0) })).toBe(true);
    expect(await virtioOfWindows(["VioScsi.sys"], { ...select(1), ...service(1, "vioscsi", 0) })).toBe(true);
    expect(await virtioOfWindows(["viostor.sys"], { ...select(1), ...service(1, "viostor", 3) })).toBe(false); // only when asked for
    expect(await virtioOfWindows(["viostor.sys"], { ...select(1), ...service(1, "disk", 0) })).toBe(false);
    expect(await virtioOfWindows([], { ...select(1), ...service(1, "viostor", 0) })).toBe(false);
    expect(await virtioOfWindows(["netkvm.sys"], { ...select(1), ...service(1, "netkvm", 3) })).toBe(false); // no disk
  });

  it("are told by the present control set", async () => {
    const sets = { ...service(1, "viostor", 4), ...service(2, "viostor", 0) };
    expect(await virtioOfWindows(["viostor.sys"], { ...select(2), ...sets })).toBe(true);
    expect(await virtioOfWindows(["viostor.sys"], { ...select(1), ...sets })).toBe(false);
  });

  it("are told by the files where the registry cannot be read", async () => {
    expect(await virtioOfWindows(["viostor.sys"], Buffer.from("regf, but no hive"))).toBe(true);
    expect(await virtioOfWindows([], Buffer.from("regf, but no hive"))).toBe(false);
  });
});
