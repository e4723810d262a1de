import { KIB } from "../model";
import { defaultSubvolumePath } from "./btrfs/default-subvolume";
import { type MachineKind, parseElf } from "./elf";
import { extGenerationOf, SUPERBLOCK_SECTOR } from "./ext-superblock";
import { INSTALLER_FILES, type InstallerEvidence } from "./installer";
import type { DiskProbe, Question } from "./probe";
import { volumeReader } from "./probe-volume";
import { RELEASE_FILES } from "./release-files";
import type { Volume } from "./volumes";

/** What one possible root folder of a Linux system holds. */
export interface RootEvidence {
  /** In GRUB's words, e.g. `(loop0,gpt2)/@`. */
  readonly path: string;
  readonly releaseFiles: Map<string, string>;
  /** Kernels that have modules. */
  kernelVersions: readonly string[];
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
  /** Where the archives stand that kernels start from, in GRUB's words. */
  readonly initramfs: string[];
  /** Volumes with a Windows folder and the names in it, lower case. */
  readonly windows: { readonly device: string; readonly names: readonly string[] }[];
  /** Names of the loaders that UEFI starts without being told, upper case. */
  readonly efiLoaders: string[];
  readonly installers: InstallerEvidence[];
}

interface Query {
  readonly question: Question;
  /** Puts the answer into the evidence. */
  take(answer: Buffer): void;
}

/** GRUB sees the top of a btrfs; distributions keep the root in one of these subvolumes where none is the default. */
const BTRFS_ROOTS = ["", "/@", "/root", "/@/.snapshots/1/snapshot"];
const LIST_BYTES = 16 * KIB;
const RELEASE_FILE_BYTES = 64 * KIB;
const ELF_BYTES = 64;
const SECTOR_BYTES = 512;
const KERNEL = /^vmlinu[xz]-/;
const INITRAMFS = /^(initrd|initramfs)\b(?!.*(kdump|rescue|fallback))/;
const EFI_LOADER = /^BOOT(X64|IA32|AA64|ARM)\.EFI$/;

/** Reads all evidence of the volumes in one go, as starting the tools costs more than asking them. Errors: those of the probe. */
export async function gatherEvidence(probe: DiskProbe, volumes: readonly Volume[]): Promise<Evidence> {
  const evidence: Evidence = { roots: [], kernels: [], initramfs: [], windows: [], efiLoaders: [], installers: [] };
  const queries = (await Promise.all(volumes.map((volume) => queriesOf(probe, volume, evidence)))).flat();
  const answers = await probe.ask(queries.map(({ question }) => question));
  for (const [index, { take }] of queries.entries()) take(answers[index] ?? Buffer.alloc(0));
  return evidence;
}

async function queriesOf(probe: DiskProbe, volume: Volume, evidence: Evidence): Promise<Query[]> {
  const { device, fileSystem } = volume;
  const loaders = (names: string[]) => evidence.efiLoaders.push(...names.map(upper).filter((name) => EFI_LOADER.test(name)));
  if (fileSystem === "fat") return [list(`${device}/EFI/BOOT/`, loaders)];
  if (fileSystem === "iso9660" || fileSystem === "udf")
    return [...installerQueries(volume, evidence), list(`${device}/EFI/BOOT/`, loaders)];
  if (fileSystem === "ntfs") {
    const windows = (names: string[]) => names.length > 0 && evidence.windows.push({ device, names: names.map(lower) });
    return [list(`${device}/Windows/`, windows)];
  }
  const bootFiles = (folder: string) => (names: string[]) => {
    evidence.kernels.push(...names.filter((name) => KERNEL.test(name)));
    evidence.initramfs.push(...names.filter((name) => INITRAMFS.test(name)).map((name) => `${folder}${name}`));
  };
  const prefixes = fileSystem === "btrfs" ? await btrfsRoots(probe, device) : [""];
  return [
    ...prefixes.flatMap((prefix) => rootQueries(device, newRoot(evidence, `${device}${prefix}`, fileSystem))),
    ...["/", ...prefixes.map((prefix) => `${prefix}/boot/`)].map((folder) => list(`${device}${folder}`, bootFiles(`${device}${folder}`))),
  ];
}

/** Folders a root may stand in, the default subvolume first. */
async function btrfsRoots(probe: DiskProbe, device: string): Promise<string[]> {
  const chosen = await defaultSubvolumePath(volumeReader(probe, device));
  return [...new Set([...(chosen === undefined ? [] : [chosen]), ...BTRFS_ROOTS])];
}

function installerQueries({ device, label }: Volume, evidence: Evidence): Query[] {
  const installer: InstallerEvidence = { device, label, files: new Map(), sources: [] };
  evidence.installers.push(installer);
  const sources = list(`${device}/sources/`, (names) => {
    installer.sources = names.map(lower);
  });
  const files = INSTALLER_FILES.map((file) =>
    read(`${device}/${file}`, RELEASE_FILE_BYTES, (content) => content.length > 0 && installer.files.set(file, content.toString())),
  );
  return [sources, ...files];
}

function newRoot(evidence: Evidence, path: string, fileSystem: string): RootEvidence {
  const root: RootEvidence = { path, releaseFiles: new Map(), fileSystem, kernelVersions: [], hasCloudInit: false };
  evidence.roots.push(root);
  return root;
}

function rootQueries(device: string, root: RootEvidence): Query[] {
  const { path } = root;
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
  const modules = list(`${path}/lib/modules/`, (names) => {
    root.kernelVersions = names.map((name) => name.replace(/\/$/, ""));
  });
  return [...releaseFiles, shell, cloudInit, modules, ...(root.fileSystem === "ext" ? [superblock] : [])];
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
