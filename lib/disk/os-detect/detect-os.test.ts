import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DiskFormat, GIB, MIB } from "../model";
import { blockDriverOf } from "../qemu/block-driver";
import { detectOs } from "./detect-os";
import { DiskProbe, type Question } from "./probe";
import { ELF_AARCH64, ELF_I386, ELF_X86_64, makeDisk, type TestVolume, type Tree } from "./testing/disks";

const run = promisify(execFile);
const CORPUS = join(import.meta.dirname, "../../../../shared/corpus");
const BIOS_BOOT = "21686148-6449-6E6F-744E-656564454649";
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "detect-"));
});
afterAll(() => rm(folder, { recursive: true }));

const osRelease = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}="${value}"\n`)
    .join("");
const ESP: TestVolume = { fileSystem: "fat", type: "uefi", tree: { "EFI/BOOT/BOOTX64.EFI": "MZ" } };
const DEBIAN: Tree = {
  "etc/debian_version": "10.0\n",
  "usr/lib/os-release": osRelease({
    NAME: "Debian GNU/Linux",
    ID: "debian",
    VERSION_ID: "10",
    PRETTY_NAME: "Debian GNU/Linux 10 (buster)",
  }),
  "etc/os-release": { linkTo: "../usr/lib/os-release" },
  "etc/cloud/cloud.cfg": "users: [default]\n",
  bin: { linkTo: "usr/bin" },
  "usr/bin/dash": ELF_X86_64,
  "usr/bin/sh": { linkTo: "dash" },
};

async function detectRaw(path: string) {
  return detectOs({ path, format: "raw", virtualSizeBytes: (await stat(path)).size });
}

describe("detectOs", () => {
  it.each<[DiskFormat, ...string[]]>([
    ["raw"],
    ["qcow2", "-c", "-o", "compression_type=zstd"],
    ["vmdk", "-o", "subformat=streamOptimized"],
    ["vhd", "-o", "force_size=on"],
    ["vhd", "-o", "subformat=fixed,force_size=on"],
    ["vhdx"],
    ["vdi"],
    ["qed"],
    ["qcow"],
  ])("recognises the system on a %s disk %s %s (OS-07)", async (format, ...options) => {
    const raw = await makeDisk(folder, "gpt", [{ fileSystem: "none", type: BIOS_BOOT }, ESP, { fileSystem: "ext4", tree: DEBIAN }]);
    const path = `${raw}.converted`;
    await run("qemu-img", ["convert", "-f", "raw", "-O", blockDriverOf(format), ...options, raw, path]);
    expect(await detectOs({ path, format, virtualSizeBytes: (await stat(raw)).size })).toEqual({
      family: "linux",
      platform: "Debian",
      version: "Debian GNU/Linux 10.0.0 64bit",
      prettyName: "Debian GNU/Linux 10 (buster)",
      bits: 64,
      architecture: "x86",
      bootModes: ["bios", "uefi"],
      rootFileSystem: "ext4",
      hasCloudInit: true,
    });
  });

  it("takes the minor version of CentOS from its release file, on xfs and an MBR with boot code (OS-08, OS-14)", async () => {
    const tree: Tree = {
      "etc/os-release": osRelease({ NAME: "CentOS Linux", ID: "centos", VERSION_ID: "7", PRETTY_NAME: "CentOS Linux 7 (Core)" }),
      "etc/centos-release": "CentOS Linux release 7.9.2009 (Core)\n",
      "bin/sh": ELF_X86_64,
    };
    const path = await makeDisk(folder, "dos", [{ fileSystem: "xfs", tree }]);
    const file = await open(path, "r+");
    await file.write(Buffer.from([0xeb, 0x63, 0x90]), 0, 3, 0);
    await file.close();
    expect(await detectRaw(path)).toMatchObject({
      version: "CentOS 7.9 64bit",
      rootFileSystem: "xfs",
      bootModes: ["bios"],
      hasCloudInit: false,
    });
  });

  it("tells ARM by the shell, which boots by UEFI only (OS-09, OS-14)", async () => {
    const esp: TestVolume = { ...ESP, tree: { "EFI/BOOT/BOOTAA64.EFI": "MZ" } };
    const tree: Tree = { "etc/os-release": osRelease({ NAME: "Fedora", ID: "fedora", VERSION_ID: "29" }), "bin/sh": ELF_AARCH64 };
    expect(await detectRaw(await makeDisk(folder, "gpt", [esp, { fileSystem: "ext4", tree }]))).toMatchObject({
      version: "Fedora 29 64bit",
      architecture: "arm",
      bootModes: ["uefi"],
    });
  });

  it("tells 32 bit by the shell (OS-18)", async () => {
    const tree: Tree = {
      "etc/os-release": osRelease({ NAME: "Ubuntu", ID: "ubuntu", VERSION_ID: "14.04", VERSION: "14.04.4 LTS, Trusty Tahr" }),
      "bin/sh": ELF_I386,
    };
    expect(await detectRaw(await makeDisk(folder, "dos", [{ fileSystem: "ext3", tree }]))).toMatchObject({
      version: "Ubuntu 14.04.4 Server 32bit",
      bits: 32,
      rootFileSystem: "ext3",
      bootModes: [],
    });
  });

  it("finds the root in a subfolder of btrfs", async () => {
    const tree: Tree = {
      "@/etc/os-release": osRelease({ NAME: "openSUSE Leap", ID: "opensuse-leap", VERSION_ID: "15.1" }),
      "@/bin/sh": ELF_X86_64,
    };
    expect(await detectRaw(await makeDisk(folder, "dos", [{ fileSystem: "btrfs", tree }]))).toMatchObject({
      version: "openSUSE 15.1 64bit",
      rootFileSystem: "btrfs",
    });
  });

  it("reads a file system that fills the disk without a partition table", async () => {
    const tree: Tree = { "etc/redhat-release": "CentOS release 6.10 (Final)\n", "bin/sh": ELF_I386 };
    expect(await detectRaw(await makeDisk(folder, undefined, [{ fileSystem: "ext2", tree }]))).toMatchObject({
      version: "CentOS 6.10 32bit",
      rootFileSystem: "ext2",
      bootModes: [],
    });
  });

  it("takes an MBR partition of type ef for UEFI only with a loader in it (OS-14)", async () => {
    const root: TestVolume = { fileSystem: "ext4", tree: DEBIAN };
    const withLoader = await makeDisk(folder, "dos", [{ ...ESP, type: "ef" }, root]);
    const without = await makeDisk(folder, "dos", [{ ...ESP, type: "ef", tree: { "EFI/README": "x" } }, root]);
    expect(await detectRaw(withLoader)).toMatchObject({ bootModes: ["uefi"] });
    expect(await detectRaw(without)).toMatchObject({ bootModes: [] });
  });

  it.each([
    [64, ELF_X86_64, "Other_Linux (64_bit)"],
    [32, ELF_I386, "Other_Linux (32_bit)"],
  ] as const)("names an unlisted Linux of %d bit by its fallback (OS-11)", async (_bits, shell, version) => {
    const tree: Tree = { "etc/os-release": osRelease({ NAME: "Arch Linux", ID: "arch", PRETTY_NAME: "Arch Linux" }), "bin/sh": shell };
    const found = await detectRaw(await makeDisk(folder, "dos", [{ fileSystem: "ext4", tree }]));
    expect(found).toMatchObject({ family: "linux", version, prettyName: "Arch Linux" });
    expect(found).not.toHaveProperty("platform");
  });

  it("tells Linux by a kernel where the root cannot be read (OS-11)", async () => {
    const tree: Tree = { "vmlinuz-4.18.0-80.el8.x86_64": "kernel" };
    expect(await detectRaw(await makeDisk(folder, "dos", [{ fileSystem: "ext4", tree }]))).toMatchObject({
      version: "Other_Linux (64_bit)",
    });
  });

  it("answers undefined for a disk without a system, of zeros, and of noise", async () => {
    const data = await makeDisk(folder, "dos", [{ fileSystem: "ext4", tree: { "photo.jpg": "x" } }]);
    const zeros = await makeDisk(folder, undefined, [{ fileSystem: "none" }]);
    const noise = join(folder, "noise");
    await run("dd", ["if=/dev/urandom", `of=${noise}`, "bs=1M", "count=4"]);
    expect(await Promise.all([data, zeros, noise].map(detectRaw))).toEqual([undefined, undefined, undefined]);
  });

  it("answers undefined, not an error, for a file that is not of its format and for ZVHD2", async () => {
    const path = join(folder, "no-disk");
    await writeFile(path, "not a disk");
    expect(await detectOs({ path, format: "qcow2", virtualSizeBytes: MIB })).toBeUndefined();
    expect(await detectOs({ path, format: "zvhd2", virtualSizeBytes: MIB })).toBeUndefined();
  });

  it("follows no link of the disk out of the disk", async () => {
    const tree: Tree = {
      "etc/os-release": { linkTo: "../../../../../../usr/lib/os-release" },
      "etc/redhat-release": { linkTo: "(host)/usr/lib/os-release" },
      "etc/centos-release": { linkTo: "centos-release" },
      "bin/sh": ELF_X86_64,
    };
    const found = await detectRaw(await makeDisk(folder, "dos", [{ fileSystem: "ext4", tree }]));
    expect(found).toMatchObject({ version: "Other_Linux (64_bit)" });
    expect(found).not.toHaveProperty("prettyName");
  });

  it("answers cancelled on abort", async () => {
    const path = await makeDisk(folder, "dos", [{ fileSystem: "ext4", tree: DEBIAN }]);
    const stop = AbortSignal.abort();
    await expect(detectOs({ path, format: "raw", virtualSizeBytes: 10 * MIB, signal: stop })).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("a probe by copy, for hosts without FUSE", () => {
  it("answers as a probe by FUSE does, and leaves nothing behind", async () => {
    const path = await makeDisk(folder, "gpt", [ESP, { fileSystem: "ext4", tree: DEBIAN }]);
    const disk = { path, format: "raw", virtualSizeBytes: (await stat(path)).size, signal: new AbortController().signal } as const;
    const questions: Question[] = [
      { kind: "devices", target: "", limitBytes: 1000 },
      { kind: "read", target: "(loop0,gpt2)/etc/debian_version", limitBytes: 1000 },
      { kind: "read", target: "(loop0,gpt2)/absent", limitBytes: 1000 },
      { kind: "read", target: "(loop0,gpt2)/etc/debian_version", limitBytes: 2 },
    ];
    const answers = [];
    for (const probe of [await DiskProbe.open(disk), await DiskProbe.openCopy(disk)]) {
      answers.push((await probe.ask(questions)).map(String));
      await probe.close();
    }
    expect(answers[0]).toEqual([expect.stringContaining("(loop0,gpt2)"), "10.0\n", "", "10"]);
    expect(answers[1]).toEqual(answers[0]);
  });
});

describe.skipIf(!existsSync(CORPUS))("disks of other programs", () => {
  it.each([
    ["os-xfs.qcow2", "qcow2", GIB, "CentOS 7.9 64bit"],
    ["os-ntfs.qcow2", "qcow2", 200 * MIB, "Windows Server 2019 Datacenter 64bit"],
    ["mini-zstd.qcow2", "qcow2", 16 * MIB, "Fedora 29 64bit"],
    ["mini-stream.vmdk", "vmdk", 16 * MIB, "Fedora 29 64bit"],
    ["mini-compressed.qcow", "qcow", 16 * MIB, "Fedora 29 64bit"],
    ["mini-dynamic.vhd.gz", "vhd", 16 * MIB, "Fedora 29 64bit"],
    ["mini-fixed.vhd.gz", "vhd", 16 * MIB, "Fedora 29 64bit"],
    ["mini-dynamic.vhdx.gz", "vhdx", 16 * MIB, "Fedora 29 64bit"],
    ["mini-static.vdi.gz", "vdi", 16 * MIB, "Fedora 29 64bit"],
    ["mini.qed.gz", "qed", 16 * MIB, "Fedora 29 64bit"],
    ["mini-v2.qcow2.gz", "qcow2", 16 * MIB, "Fedora 29 64bit"],
  ] as const)("recognises %s (OS-07)", async (name, format, virtualSizeBytes, version) => {
    const bytes = await readFile(join(CORPUS, "made", name));
    const path = join(folder, name);
    await writeFile(path, name.endsWith(".gz") ? gunzipSync(bytes) : bytes);
    expect(await detectOs({ path, format, virtualSizeBytes })).toMatchObject({ version, bits: 64, architecture: "x86" });
  });
});
