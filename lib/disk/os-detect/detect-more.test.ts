import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { detectOs } from "./detect-os";
import { windowsExtras } from "./drivers";
import { DiskProbe } from "./probe";
import { ELF_X86_64, makeDisk, type Tree } from "./testing/disks";
import { type DiscTree, logicalVolume, makeDisc, setDefaultSubvolume, wimFile } from "./testing/media";
import { addUdf } from "./testing/udf";

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "detect-"));
});
afterAll(() => rm(folder, { recursive: true }));

const CENTOS: Tree = { "etc/redhat-release": "CentOS Linux release 7.6.1810 (Core)\n", "bin/sh": ELF_X86_64 };
const KERNEL = "3.10.0-957.el7.x86_64";

async function detect(path: string, format: "raw" | "iso" = "raw") {
  return detectOs({ path, format, virtualSizeBytes: (await stat(path)).size });
}

let discs = 0;
async function detectDisc(tree: DiscTree, more: { label?: string; platforms?: readonly number[] } = {}) {
  discs += 1;
  return detect(await makeDisc(join(folder, `disc-${discs}.iso`), { tree, ...more }), "iso");
}

describe("a system on a logical volume", () => {
  it("is recognised with its root file system (OS-07)", async () => {
    const root = await readFile(await makeDisk(folder, undefined, [{ fileSystem: "ext4", tree: CENTOS }]));
    const path = join(folder, "lvm.raw");
    await writeFile(path, logicalVolume(root));
    expect(await detect(path)).toMatchObject({ version: "CentOS 7.6 64bit", rootFileSystem: "ext4" });
  });
});

describe("a system in the default subvolume of btrfs", () => {
  const released = (version: string): Tree => ({
    "etc/os-release": `NAME="openSUSE Leap"\nID="opensuse-leap"\nVERSION_ID="${version}"\n`,
    "bin/sh": ELF_X86_64,
  });
  const under = (folderName: string, tree: Tree): Tree =>
    Object.fromEntries(Object.entries(tree).map(([path, content]) => [`${folderName}/${path}`, content]));

  it("is the one that is recognised, before those in the usual places (OS-07)", async () => {
    const tree = { ...under("@/.snapshots/1/snapshot", released("15.0")), ...under("@/.snapshots/7/snapshot", released("15.1")) };
    const path = await makeDisk(folder, undefined, [{ fileSystem: "btrfs", tree }]);
    expect(await detect(path)).toMatchObject({ version: "openSUSE 15.0 64bit", rootFileSystem: "btrfs" });
    const dumped = async (...what: string[]) => (await run("btrfs", ["inspect-internal", ...what, path])).stdout;
    const inode = Number(
      /key \((\d+) INODE_REF \d+\)[^\n]*\n\s*index \d+ namelen 1 name: 7\n/.exec(await dumped("dump-tree", "-t", "fs"))?.[1],
    );
    const rootAddress = Number(/^root\s+(\d+)$/m.exec(await dumped("dump-super"))?.[1]);
    const [, start = "", at = ""] =
      /CHUNK_ITEM (\d+)\)[^(]*METADATA[\s\S]*?offset (\d+)/.exec(await dumped("dump-tree", "-t", "chunk")) ?? [];
    const volume = await readFile(path);
    setDefaultSubvolume(volume, rootAddress - Number(start) + Number(at), { folder: inode, name: "snapshot" });
    await writeFile(path, volume);
    expect(await detect(path)).toMatchObject({ version: "openSUSE 15.1 64bit", rootFileSystem: "btrfs" });
  });
});

describe("virtio drivers of a Linux system", () => {
  const withFiles = async (tree: Tree) => {
    const path = await makeDisk(folder, "dos", [{ fileSystem: "ext4", tree: { ...CENTOS, ...tree } }]);
    return (await detect(path))?.hasVirtioDrivers;
  };
  it("are found as a module, built in, and by the configuration of the kernel", async () => {
    const modules = `lib/modules/${KERNEL}`;
    expect(await withFiles({ [`${modules}/kernel/drivers/block/virtio_blk.ko.xz`]: "x" })).toBe(true);
    expect(await withFiles({ [`${modules}/modules.builtin`]: "kernel/drivers/block/virtio_blk.ko\n" })).toBe(true);
    const configured = { [`${modules}/modules.dep`]: "", [`boot/config-${KERNEL}`]: "CONFIG_VIRTIO=y\nCONFIG_VIRTIO_BLK=m\n" };
    expect(await withFiles(configured)).toBe(true);
  });

  it("are missed in a kernel without them, and not judged without a kernel", async () => {
    const without = {
      [`lib/modules/${KERNEL}/modules.builtin`]: "kernel/fs/ext4/ext4.ko\n",
      [`boot/config-${KERNEL}`]: "# CONFIG_VIRTIO_BLK is not set\n",
    };
    expect(await withFiles(without)).toBe(false);
    expect(await withFiles({})).toBeUndefined();
  });
});

describe("what Windows can use of a cloud", () => {
  const extrasOf = async (tree: Tree) => {
    const path = await makeDisk(folder, "dos", [{ fileSystem: "ext4", tree: { "Windows/x": "", ...tree } }]);
    const signal = new AbortController().signal;
    const probe = await DiskProbe.open({ path, format: "raw", virtualSizeBytes: (await stat(path)).size, signal });
    return windowsExtras(probe, "(loop0,msdos1)").finally(() => probe.close());
  };
  it("are its virtio disk driver and cloudbase-init", async () => {
    const drivers = "Windows/System32/drivers";
    expect(await extrasOf({ [`${drivers}/disk.sys`]: "", [`${drivers}/viostor.sys`]: "" })).toEqual({
      hasVirtioDrivers: true,
      hasCloudInit: false,
    });
    const cloudbase = { "Program Files/Cloudbase Solutions/Cloudbase-Init/conf/cloudbase-init.conf": "[DEFAULT]" };
    expect(await extrasOf({ [`${drivers}/netkvm.sys`]: "", ...cloudbase })).toEqual({ hasVirtioDrivers: false, hasCloudInit: true });
  });
});

describe("an installation medium", () => {
  it.each<[string, DiscTree, string, string?]>([
    [
      "CentOS 7.9 64bit",
      { ".treeinfo": "[general]\nfamily = CentOS\nversion = 7\narch = x86_64\n", ".discinfo": "1603728618.07\n7.9\nx86_64\n" },
      "CentOS",
    ],
    ["CentOS 8.0 64bit", { ".treeinfo": "[general]\narch = x86_64\nfamily = CentOS\nversion = 8.0\n" }, "CentOS"],
    ["Red Hat Linux Enterprise 7.6 64bit", { ".treeinfo": "[general]\nfamily = Red Hat Enterprise Linux\nversion = 7.6\n" }, "Red Hat"],
    ["Oracle Linux Server release 7.6 64bit", { ".treeinfo": "[general]\nfamily = Oracle Linux Server\nversion = 7.6\n" }, "Oracle Linux"],
    ["Fedora 29 64bit", { ".treeinfo": "[general]\nfamily = Fedora\nversion = 29\narch = x86_64\n" }, "Fedora"],
    [
      "openEuler 20.03 64bit",
      { ".treeinfo": "[general]\nname = openEuler-20.03-LTS\nfamily = openEuler\nversion = 20.03-LTS\narch = x86_64\n" },
      "openEuler",
    ],
    [
      "Debian GNU/Linux 10.0.0 64bit",
      { ".disk/info": 'Debian GNU/Linux 10.0.0 "Buster" - Official amd64 NETINST 20190706-10:23' },
      "Debian",
    ],
    ["Ubuntu 18.04.2 Server 64bit", { ".disk/info": 'Ubuntu-Server 18.04.2 LTS "Bionic Beaver" - Release amd64 (20190214.3)' }, "Ubuntu"],
    ["Ubuntu 14.04.4 Server 32bit", { ".disk/info": 'Ubuntu-Server 14.04.4 LTS "Trusty Tahr" - Release i386 (20160217)' }, "Ubuntu"],
    ["openSUSE 15.1 64bit", { "media.1/products": "/ openSUSE-Leap 15.1-1\n" }, "openSUSE"],
    [
      "SUSE Linux Enterprise Server 12 SP5 64bit",
      { content: "DISTRO cpe:/o:suse:sles:12:sp5,SUSE Linux Enterprise Server 12 SP5\n" },
      "SUSE",
    ],
    ["SUSE Linux Enterprise Server 15 SP1 64bit", { "media.1/x": "" }, "SUSE", "SLE-15-SP1-DVD-X86_64"],
    ["Other_Linux (64_bit)", { ".disk/info": 'Ubuntu-Server 22.04 LTS "Jammy Jellyfish" - Release amd64 (20220421)' }, "Ubuntu"],
  ])("installs %s, by its own files (PRI-09, OS-11)", async (version, tree, platform, label) => {
    expect(await detectDisc(tree, { label })).toMatchObject({ family: "linux", version, platform, isInstaller: true });
  });

  it("of another architecture is told by the same files (OS-09)", async () => {
    const tree = { ".treeinfo": "[general]\nfamily = CentOS\nversion = 7.6\narch = aarch64\n" };
    expect(await detectDisc(tree)).toMatchObject({ version: "CentOS 7.6 64bit", architecture: "arm", bootModes: ["uefi"] });
  });

  it("of Windows installs the first edition that the tables list (PRI-09, OS-08)", async () => {
    const images = ["Windows Server 2019 Standard Evaluation (Desktop Experience)", "Windows Server 2019 Datacenter"];
    const tree = { "sources/install.wim": wimFile(images.map((name) => ({ name, arch: 9 }))), "sources/boot.wim": "x" };
    expect(await detectDisc(tree, { platforms: [0, 0xef] })).toMatchObject({
      family: "windows",
      version: "Windows Server 2019 Standard 64bit",
      bits: 64,
      bootModes: ["bios", "uefi"],
      isInstaller: true,
    });
  });

  it("of Windows is read by its UDF volume, beside which the ISO 9660 one holds a notice only (OS-08)", async () => {
    const path = await makeDisc(join(folder, "bridge.iso"), { tree: { "readme.txt": "This disc contains a UDF file system" } });
    await addUdf(path, { "sources/install.wim": wimFile([{ name: "Windows Server 2016 Datacenter", arch: 9 }]), "sources/boot.wim": "x" });
    expect(await detect(path, "iso")).toMatchObject({ version: "Windows Server 2016 Datacenter 64bit", isInstaller: true });
  });

  it("may be of UDF alone", async () => {
    const path = await addUdf(join(folder, "udf.iso"), { ".treeinfo": "[general]\nfamily = Fedora\nversion = 29\narch = x86_64\n" }, 16);
    expect(await detect(path, "iso")).toMatchObject({ version: "Fedora 29 64bit", isInstaller: true });
  });

  it("of an unlisted Windows is Other_Windows of its width (OS-10)", async () => {
    const tree = { "sources/install.esd": wimFile([{ name: "Windows 7 Professional", arch: 0 }]) };
    expect(await detectDisc(tree)).toMatchObject({ version: "Other_Windows (32_bit)", prettyName: "Windows 7 Professional" });
  });

  it.each([
    [[0], ["bios"]],
    [[0xef], ["uefi"]],
    [
      [0, 0xef],
      ["bios", "uefi"],
    ],
    [[], []],
  ])("starts as its boot catalogue says: platforms %j (OS-14)", async (platforms, bootModes) => {
    const tree = { ".treeinfo": "[general]\nfamily = Fedora\nversion = 29\narch = x86_64\n" };
    expect(await detectDisc(tree, { platforms })).toMatchObject({ bootModes });
  });

  it("is not any disc with files on it", async () => {
    expect(await detectDisc({ "photos/one.jpg": "x", "readme.txt": "hello" })).toBeUndefined();
  });
});
