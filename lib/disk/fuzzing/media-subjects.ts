import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSubvolumePath } from "../os-detect/btrfs/default-subvolume";
import { bootCatalogueSector, bootModesOfCatalogue } from "../os-detect/el-torito";
import { INSTALLER_FILES, recogniseInstaller } from "../os-detect/installer";
import { makeDisk } from "../os-detect/testing/disks";
import { wimFile } from "../os-detect/testing/media";
import { parseDevices, parseVolume } from "../os-detect/volumes";
import { parseWimDescription, WIM_HEADER_BYTES, wimDescription } from "../os-detect/windows-image";
import type { FuzzSubject } from "./subject";

const SEPARATOR = "\0";

function bootRecordAndCatalogue(): Buffer {
  const bytes = Buffer.alloc(4096);
  bytes.write("\0CD001\x01EL TORITO SPECIFICATION", 0, "latin1");
  bytes.writeUInt32LE(20, 0x47);
  bytes.set([1, 0], 2048);
  bytes.writeUInt16BE(0x55aa, 2048 + 30);
  bytes.set([0x88], 2080);
  bytes.set([0x91, 0xef, 1], 2112);
  bytes.set([0x88], 2144);
  return bytes;
}

/** A piece of a volume that is read to find its default subvolume. */
interface Piece {
  readonly offsetBytes: number;
  readonly bytes: Buffer;
}

let pieces: Promise<readonly Piece[]> | undefined;

/** What is read of a real btrfs volume; the last answer decides, so all of them are there to be changed. */
function btrfsPieces(): Promise<readonly Piece[]> {
  pieces ??= recordBtrfs();
  return pieces;
}

async function recordBtrfs(): Promise<readonly Piece[]> {
  const folder = await mkdtemp(join(tmpdir(), "fuzz-"));
  try {
    const volume = await readFile(await makeDisk(folder, undefined, [{ fileSystem: "btrfs", tree: { "@/etc/hostname": "x" } }]));
    const read: Piece[] = [];
    await defaultSubvolumePath(async (offsetBytes, lengthBytes) => {
      const bytes = Buffer.from(volume.subarray(offsetBytes, offsetBytes + lengthBytes));
      if (!read.some((piece) => piece.offsetBytes === offsetBytes)) read.push({ offsetBytes, bytes });
      return bytes;
    });
    return read;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Parsers of installation media, of volumes, and of btrfs: whatever they are given, they answer, and do not read for ever. */
export const MEDIA_SUBJECTS: readonly FuzzSubject[] = [
  {
    name: "boot-catalogue",
    ranges: [
      [0, 80],
      [2048, 2200],
    ],
    seeds: async () => [bootRecordAndCatalogue()],
    async examine(input) {
      const sector = bootCatalogueSector(input);
      const modes = bootModesOfCatalogue(input.subarray(2048));
      if (modes.length > 2) throw new Error(`${modes.length} ways to start`);
      return sector === undefined ? "none" : "taken";
    },
  },
  {
    name: "windows-image",
    ranges: [
      [0, 96],
      [4096, 4600],
    ],
    seeds: async () => [wimFile([{ name: "Windows Server 2019 Standard", arch: 9 }])],
    async examine(input) {
      const place = wimDescription(input.subarray(0, WIM_HEADER_BYTES));
      if (place === undefined) return "none";
      const images = parseWimDescription(input.subarray(place.offsetBytes, place.offsetBytes + place.lengthBytes));
      return images.length > 0 ? "taken" : "none";
    },
  },
  {
    name: "installer",
    seeds: async () =>
      [
        ["[general]\nfamily = CentOS\nversion = 7\narch = x86_64\n", "1603728618.07\n7.9\nx86_64\n"],
        ["", "", 'Ubuntu-Server 18.04.2 LTS "Bionic Beaver" - Release amd64 (20190214.3)'],
        ["", "", "", "/ openSUSE-Leap 15.1-1\n", "DISTRO cpe:/o:suse:sles:12:sp5,SUSE Linux Enterprise Server 12 SP5\n"],
      ].map((files) => Buffer.from(files.join(SEPARATOR))),
    async examine(input) {
      const contents = input.toString().split(SEPARATOR);
      const files = new Map(INSTALLER_FILES.map((file, index) => [file, contents[index] ?? ""] as const));
      const found = recogniseInstaller({ device: "(loop0)", label: contents.at(-1) ?? "", files: new Map(files), sources: [] });
      return found === undefined ? "none" : "taken";
    },
  },
  {
    name: "volumes",
    seeds: async () => [
      Buffer.from("(loop0) (loop0,gpt2) (lvm/centos-root)\nDevice loop0: Filesystem type ext* - Label `x' - Sector size 512B"),
    ],
    async examine(input) {
      const devices = parseDevices(input.toString());
      if (devices.some((device) => /\s/.test(device))) throw new Error(`a device named ${devices.join()}`);
      return parseVolume("(loop0)", input.toString()) === undefined ? "none" : "taken";
    },
  },
  {
    name: "btrfs",
    seeds: async () => [Buffer.concat((await btrfsPieces()).map(({ bytes }) => bytes))],
    async examine(input) {
      let at = 0;
      const changed = (await btrfsPieces()).map(({ offsetBytes, bytes }) => {
        at += bytes.length;
        return { offsetBytes, bytes: input.subarray(at - bytes.length, at) };
      });
      let reads = 0;
      const path = await defaultSubvolumePath(async (offsetBytes, lengthBytes) => {
        reads += 1;
        if (reads > 10_000) throw new Error("reads without end");
        return changed.find((piece) => piece.offsetBytes === offsetBytes)?.bytes.subarray(0, lengthBytes) ?? Buffer.alloc(0);
      });
      return path === undefined || path.startsWith("/") ? "taken" : "none";
    },
  },
];
