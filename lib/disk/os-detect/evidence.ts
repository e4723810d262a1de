import { KIB } from "../model";
import { type MachineKind, parseElf } from "./elf";
import { extGenerationOf, SUPERBLOCK_SECTOR } from "./ext-superblock";
import type { DiskProbe, Question } from "./probe";
import { RELEASE_FILES } from "./release-files";
import type { Volume } from "./volumes";

/** What one possible root folder of a Linux system holds. */
export interface RootEvidence {
  readonly releaseFiles: Map<string, string>;
  fileSystem: string;
  /** By its shell, symbolic links followed inside of the disk. */
  machine?: MachineKind;
  hasCloudInit: boolean;
}

/** What the volumes of a disk hold that tells systems apart. */
export interface Evidence {
  readonly roots: RootEvidence[];
  /** Names of kernels, also of a separate /boot. */
  readonly kernels: string[];
  /** Volumes with a Windows folder and the names in it, lower case. */
  readonly windows: { readonly device: string; readonly names: readonly string[] }[];
  /** Names of the loaders that UEFI starts without being told, upper case. */
  readonly efiLoaders: string[];
}

interface Query {
  readonly question: Question;
  /** Puts the answer into the evidence. */
  take(answer: Buffer): void;
}

/** GRUB sees the top of a btrfs; distributions keep the root in one of these subvolumes. */
const BTRFS_ROOTS = ["", "/@", "/root", "/@/.snapshots/1/snapshot"];
const LIST_BYTES = 16 * KIB;
const RELEASE_FILE_BYTES = 64 * KIB;
const ELF_BYTES = 64;
const SECTOR_BYTES = 512;
const KERNEL = /^vmlinu[xz]-/;
const EFI_LOADER = /^BOOT(X64|IA32|AA64|ARM)\.EFI$/;

/** Reads all evidence of the volumes in one go, as starting the tools costs more than asking them. Errors: those of the probe. */
export async function gatherEvidence(probe: DiskProbe, volumes: readonly Volume[]): Promise<Evidence> {
  const evidence: Evidence = { roots: [], kernels: [], windows: [], efiLoaders: [] };
  const queries = volumes.flatMap((volume) => queriesOf(volume, evidence));
  const answers = await probe.ask(queries.map(({ question }) => question));
  for (const [index, { take }] of queries.entries()) take(answers[index] ?? Buffer.alloc(0));
  return evidence;
}

function queriesOf({ device, fileSystem }: Volume, evidence: Evidence): Query[] {
  if (fileSystem === "fat") {
    const loaders = (names: string[]) => evidence.efiLoaders.push(...names.map(upper).filter((name) => EFI_LOADER.test(name)));
    return [list(`${device}/EFI/BOOT/`, loaders)];
  }
  if (fileSystem === "ntfs") {
    const windows = (names: string[]) => names.length > 0 && evidence.windows.push({ device, names: names.map(lower) });
    return [list(`${device}/Windows/`, windows)];
  }
  const kernels = (names: string[]) => evidence.kernels.push(...names.filter((name) => KERNEL.test(name)));
  const prefixes = fileSystem === "btrfs" ? BTRFS_ROOTS : [""];
  return [
    ...prefixes.flatMap((prefix) => rootQueries(device, prefix, newRoot(evidence, fileSystem))),
    ...[`${device}/`, `${device}/boot/`].map((folder) => list(folder, kernels)),
  ];
}

function newRoot(evidence: Evidence, fileSystem: string): RootEvidence {
  const root: RootEvidence = { releaseFiles: new Map(), fileSystem, hasCloudInit: false };
  evidence.roots.push(root);
  return root;
}

function rootQueries(device: string, prefix: string, root: RootEvidence): Query[] {
  const path = `${device}${prefix}`;
  const releaseFiles = RELEASE_FILES.map((file) =>
    read(`${path}/${file}`, RELEASE_FILE_BYTES, (content) => content.length > 0 && root.releaseFiles.set(file, content.toString())),
  );
  const superblock = read(`${device}${SUPERBLOCK_SECTOR}+1`, SECTOR_BYTES, (bytes) => {
    root.fileSystem = extGenerationOf(bytes) ?? root.fileSystem;
  });
  const shell = read(`${path}/bin/sh`, ELF_BYTES, (header) => {
    root.machine = parseElf(header);
  });
  const cloudInit = list(`${path}/etc/cloud/`, (names) => {
    root.hasCloudInit = names.includes("cloud.cfg");
  });
  return [...releaseFiles, shell, cloudInit, ...(root.fileSystem === "ext" ? [superblock] : [])];
}

function read(target: string, limitBytes: number, take: (answer: Buffer) => void): Query {
  return { question: { kind: "read", target, limitBytes }, take };
}

/** Folders keep a final slash in their names; a missing folder has no names. */
function list(target: string, take: (names: string[]) => void): Query {
  const question: Question = { kind: "list", target, limitBytes: LIST_BYTES };
  return { question, take: (answer) => take(answer.toString().split(/\s+/).filter(Boolean)) };
}

function upper(name: string): string {
  return name.toUpperCase();
}

function lower(name: string): string {
  return name.toLowerCase();
}
