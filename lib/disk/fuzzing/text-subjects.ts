import { gzipSync } from "node:zlib";
import { parseElf } from "../os-detect/elf";
import { extGenerationOf } from "../os-detect/ext-superblock";
import { findMainArchive, PIECE_BYTES, parseModules } from "../os-detect/initramfs";
import { parseOsRelease } from "../os-detect/os-release";
import { bootWaysOf, parsePartitionTable } from "../os-detect/partition-table";
import { RELEASE_FILES, recogniseLinux } from "../os-detect/release-files";
import { cpioArchive, microcode } from "../os-detect/testing/initramfs";
import { bootServices, recogniseWindows } from "../os-detect/windows-registry";
import type { FuzzSubject } from "./subject";

const OS_RELEASE = 'NAME="CentOS Linux"\nVERSION="7 (Core)"\nID="centos"\nVERSION_ID="7"\nPRETTY_NAME="CentOS Linux 7 (Core)"\n';
const REGISTRY =
  '"ProductName"="Windows Server 2019 Datacenter"\n"CurrentBuild"="17763"\n"InstallDate"=dword:5f5e1000\n"InstallationType"="Server"\n"EditionID"="Server\\\\Datacenter\\"x\\""\n';
const SERVICES =
  '[Select]\n"Current"=dword:00000001\n[001 viostor]\n"ImagePath"="drivers\\\\viostor.sys"\n"Start"=dword:00000000\n[001 vioscsi]\n';
/** Every header with its name, as the probe finds them in an archive. */
const MODULES = cpioArchive([["lib/modules/1/virtio_blk.ko.xz", "x"]]);
const SEPARATOR = "\0";

function gptDisk(): Buffer {
  const disk = Buffer.alloc(34 * 512);
  disk.write("\xeb\x63\x90", 0, "latin1");
  disk.writeUInt8(0xee, 446 + 4);
  disk.write("\x55\xaa", 510, "latin1");
  disk.write("EFI PART", 512);
  disk.writeBigUInt64LE(2n, 512 + 72);
  disk.writeUInt32LE(128, 512 + 80);
  disk.writeUInt32LE(128, 512 + 84);
  Buffer.from("28732ac11ff8d211ba4b00a0c93ec93b", "hex").copy(disk, 1024);
  return disk;
}

/** What is recognised on a disk, each parser by itself: whatever it is given, it answers. */
export const TEXT_SUBJECTS: readonly FuzzSubject[] = [
  {
    name: "partition-table",
    ranges: [
      [440, 512],
      [512, 608],
      [1024, 1280],
    ],
    seeds: async () => [gptDisk()],
    async examine(input) {
      const table = parsePartitionTable(input);
      if (table === undefined) return "none";
      if (table.types.length > 128) throw new Error(`${table.types.length} partitions`);
      bootWaysOf(table, true);
      return "taken";
    },
  },
  {
    name: "os-release",
    seeds: async () => [Buffer.from(OS_RELEASE)],
    async examine(input) {
      const text = input.toString();
      const { prettyName = "" } = parseOsRelease(text) ?? {};
      if (prettyName.length > 200) throw new Error(`a name of ${prettyName.length} characters`);
      return "taken";
    },
  },
  {
    name: "release-files",
    seeds: async () => [
      Buffer.from([OS_RELEASE, "", "CentOS Linux release 7.9.2009 (Core)"].join(SEPARATOR)),
      Buffer.from(
        ["", "", "", "", "EulerOS release 2.0 (SP5)", "", "NeoKylin Linux Advanced Server release V7Update5/(x)"].join(SEPARATOR),
      ),
      Buffer.from([...Array(9).fill(""), "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 3"].join(SEPARATOR)),
    ],
    async examine(input) {
      const contents = input.toString().split(SEPARATOR);
      const found = recogniseLinux(new Map(RELEASE_FILES.map((file, index) => [file, contents[index] ?? ""])));
      return found === undefined ? "none" : "taken";
    },
  },
  {
    name: "registry",
    seeds: async () => [Buffer.from(REGISTRY)],
    examine: async (input) => (recogniseWindows(input.toString()) === undefined ? "none" : "taken"),
  },
  {
    name: "registry-services",
    seeds: async () => [Buffer.from(SERVICES)],
    examine: async (input) => (bootServices(input.toString()) === undefined ? "none" : "taken"),
  },
  {
    name: "initramfs",
    ranges: [[0, 600]],
    seeds: async () => [Buffer.concat([microcode(200), gzipSync(MODULES)]), MODULES],
    async examine(input) {
      let pieces = 0;
      const found = await findMainArchive(async (offset, length) => {
        if (++pieces > 8 || length > PIECE_BYTES) throw new Error(`piece ${pieces} of ${length} bytes`);
        return input.subarray(offset, offset + length);
      });
      if (found && found.offsetBytes >= input.length) throw new Error(`an archive at ${found.offsetBytes}`);
      return found === undefined ? "none" : "taken";
    },
  },
  {
    name: "initramfs-modules",
    seeds: async () => [MODULES],
    examine: async (input) => (parseModules(input).isComplete ? "taken" : "none"),
  },
  {
    name: "headers-on-disk",
    seeds: async () => {
      const header = Buffer.alloc(512);
      header.write("\x7fELF\x02\x01\x01", "latin1");
      header.writeUInt16LE(62, 18);
      header.writeUInt16LE(0xef53, 0x38);
      return [header];
    },
    examine: async (input) => (parseElf(input) || extGenerationOf(input) ? "taken" : "none"),
  },
];
