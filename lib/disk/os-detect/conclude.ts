import type { DetectedOs } from "../model";
import { FALLBACK_NAMES, findCatalogueEntry } from "./catalogue";
import type { MachineKind } from "./elf";
import type { Evidence, RootEvidence } from "./evidence";
import { recogniseInstaller } from "./installer";
import { type LinuxRelease, recogniseLinux } from "./release-files";
import type { WindowsImage } from "./windows-image";
import { nameOfProduct, recogniseWindows } from "./windows-registry";

/** The system itself; how it boots is for the partition table to say. */
export type SystemFacts = Omit<DetectedOs, "bootModes">;

const COMMON_MACHINE: MachineKind = { bits: 64, architecture: "x86" };
/** Where 64-bit Windows keeps its 32-bit programs; 32-bit Windows has no such folder. */
const FOLDER_OF_64_BIT = "syswow64/";

/**
 * The Linux system the evidence speaks of: by its release files, else by a shell, else, where the root cannot be read (it may be
 * encrypted), by a kernel. Versions that are not in the tables become `Other_Linux` of their width (OS-11).
 */
export function concludeLinux(evidence: Evidence): SystemFacts | undefined {
  const { kernels, efiLoaders } = evidence;
  const root = systemRootOf(evidence);
  if (root) return linuxOf(root, root.machine ?? machineByNames(kernels, efiLoaders));
  if (kernels.length === 0) return undefined;
  const machine = machineByNames(kernels, efiLoaders);
  return { family: "linux", version: FALLBACK_NAMES.linux[machine.bits], ...machine };
}

/** The root the system is recognised by: with release files, else with a shell. */
export function systemRootOf({ roots }: Evidence): RootEvidence | undefined {
  return roots.find(({ releaseFiles }) => releaseFiles.size > 0) ?? roots.find(({ machine }) => machine !== undefined);
}

function linuxOf({ releaseFiles, fileSystem, hasCloudInit }: RootEvidence, machine: MachineKind): SystemFacts {
  return { ...linuxFacts(recogniseLinux(releaseFiles), machine), rootFileSystem: fileSystem, hasCloudInit };
}

function linuxFacts(release: LinuxRelease | undefined, machine: MachineKind): SystemFacts {
  const entries = release?.names.map((name) => findCatalogueEntry(`${name} ${machine.bits}bit`, machine.architecture));
  return {
    family: "linux",
    ...(release?.platform && { platform: release.platform }),
    version: entries?.find((entry) => entry !== undefined)?.name ?? FALLBACK_NAMES.linux[machine.bits],
    ...(release?.prettyName && { prettyName: release.prettyName }),
    ...machine,
  };
}

/** What a Linux installation medium installs. */
export function concludeInstaller({ installers }: Evidence): SystemFacts | undefined {
  const found = installers.map(recogniseInstaller).find((recognised) => recognised !== undefined);
  return found && { ...linuxFacts(found.release, found.machine), isInstaller: true };
}

/** What a Windows installation medium installs: the first of its editions that the tables list, else the first of all (OS-10). */
export function concludeWindowsInstaller(images: readonly WindowsImage[]): SystemFacts | undefined {
  const listed = images.find(({ name, machine }) => findCatalogueEntry(`${nameOfProduct(name)} ${machine.bits}bit`, machine.architecture));
  const image = listed ?? images[0];
  if (image === undefined) return undefined;
  const { name, machine } = image;
  return {
    family: "windows",
    platform: "Windows",
    version: listed ? `${nameOfProduct(name)} ${machine.bits}bit` : FALLBACK_NAMES.windows[machine.bits],
    prettyName: name,
    ...machine,
    isInstaller: true,
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
