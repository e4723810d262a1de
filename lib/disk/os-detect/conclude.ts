import type { DetectedOs } from "../model";
import { FALLBACK_NAMES, findCatalogueEntry } from "./catalogue";
import type { MachineKind } from "./elf";
import type { Evidence, RootEvidence } from "./evidence";
import { recogniseLinux } from "./release-files";
import { recogniseWindows } from "./windows-registry";

/** The system itself; how it boots is for the partition table to say. */
export type SystemFacts = Omit<DetectedOs, "bootModes">;

const COMMON_MACHINE: MachineKind = { bits: 64, architecture: "x86" };
/** Where 64-bit Windows keeps its 32-bit programs; 32-bit Windows has no such folder. */
const FOLDER_OF_64_BIT = "syswow64/";

/**
 * The Linux system the evidence speaks of: by its release files, else by a shell, else, where the root cannot be read (it may be
 * encrypted), by a kernel. Versions that are not in the tables become `Other_Linux` of their width (OS-11).
 */
export function concludeLinux({ roots, kernels, efiLoaders }: Evidence): SystemFacts | undefined {
  const root = roots.find(({ releaseFiles }) => releaseFiles.size > 0) ?? roots.find(({ machine }) => machine !== undefined);
  if (root) return linuxOf(root, root.machine ?? machineByNames(kernels, efiLoaders));
  if (kernels.length === 0) return undefined;
  const machine = machineByNames(kernels, efiLoaders);
  return { family: "linux", version: FALLBACK_NAMES.linux[machine.bits], ...machine };
}

function linuxOf({ releaseFiles, fileSystem, hasCloudInit }: RootEvidence, machine: MachineKind): SystemFacts {
  const release = recogniseLinux(releaseFiles);
  const entries = release?.names.map((name) => findCatalogueEntry(`${name} ${machine.bits}bit`, machine.architecture));
  return {
    family: "linux",
    ...(release?.platform && { platform: release.platform }),
    version: entries?.find((entry) => entry !== undefined)?.name ?? FALLBACK_NAMES.linux[machine.bits],
    ...(release?.prettyName && { prettyName: release.prettyName }),
    ...machine,
    rootFileSystem: fileSystem,
    hasCloudInit,
  };
}

function machineByNames(kernels: readonly string[], efiLoaders: readonly string[]): MachineKind {
  const names = [...kernels, ...efiLoaders];
  if (names.some((name) => /aarch64|arm64|BOOTAA64/.test(name))) return { bits: 64, architecture: "arm" };
  const isX86Of32Bits = kernels.some((name) => /i[3-6]86/.test(name)) && !kernels.some((name) => /x86_64|amd64/.test(name));
  return isX86Of32Bits ? { bits: 32, architecture: "x86" } : COMMON_MACHINE;
}

/** The Windows of a folder with these names and this registry; versions not in the tables become `Other_Windows` (OS-10). */
export function concludeWindows(folderNames: readonly string[], registry: string): SystemFacts {
  const release = recogniseWindows(registry);
  const bits = folderNames.includes(FOLDER_OF_64_BIT) ? 64 : 32;
  const entry = release && findCatalogueEntry(`${release.name} ${bits}bit`, "x86");
  return {
    family: "windows",
    platform: "Windows",
    version: entry?.name ?? FALLBACK_NAMES.windows[bits],
    ...(release && { prettyName: release.prettyName }),
    bits,
    architecture: "x86",
    rootFileSystem: "ntfs",
  };
}
