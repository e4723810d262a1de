import type { MachineKind } from "./elf";
import { type LinuxRelease, recogniseLinux } from "./release-files";

/** Files that tell which system a Linux installation medium installs, relative to its root. */
export const INSTALLER_FILES = [".treeinfo", ".discinfo", ".disk/info", "media.1/products", "content"] as const;

/** What one ISO 9660 or UDF volume holds. */
export interface InstallerEvidence {
  readonly device: string;
  readonly label: string;
  readonly files: Map<string, string>;
  /** Names in the folder `sources`, lower case: where Windows keeps what it installs. */
  sources: readonly string[];
}

/** Which Linux a medium installs, in the words of its own files; undefined for another disc. */
export function recogniseInstaller({ files, label }: InstallerEvidence): { release: LinuxRelease; machine: MachineKind } | undefined {
  const words = debianWords(files.get(".disk/info") ?? "") ?? redHatWords(files) ?? suseWords(files, label);
  const release = words && recogniseLinux(releaseFilesOf(words));
  return release && { release, machine: machineOf([...files.values(), label].join("\n")) };
}

/** A system as its medium names it, e.g. `CentOS Linux` and `7.9`. */
interface Words {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

/** `Debian GNU/Linux 10.2.0 "Buster" - Official amd64 …`, `Ubuntu-Server 18.04.2 LTS "Bionic Beaver" - Release amd64 …` */
function debianWords(info: string): Words | undefined {
  const [, name, version] = /^(Debian|Ubuntu)[^\d\n]*(\d+(?:\.\d+)*)/.exec(info) ?? [];
  return name !== undefined && version !== undefined ? { id: name.toLowerCase(), name, version } : undefined;
}

/** Red Hat's .treeinfo names family and version, its .discinfo the minor version in the second line. */
function redHatWords(files: ReadonlyMap<string, string>): Words | undefined {
  const tree = files.get(".treeinfo") ?? "";
  const name = /^(?:family|name)\s*=\s*([^\n\d]*[^\n\d\s])/m.exec(tree)?.[1];
  const version = /^version\s*=\s*(\S+)/m.exec(tree)?.[1];
  if (name === undefined || version === undefined) return undefined;
  const disc = (files.get(".discinfo") ?? "").split("\n")[1]?.trim() ?? "";
  return { id: "", name, version: disc.startsWith(`${version}.`) ? disc : version };
}

/** `/ openSUSE-Leap 15.1-1`, `DISTRO cpe:…,SUSE Linux Enterprise Server 12 SP5`, a label `SLE-15-SP1-…`. */
function suseWords(files: ReadonlyMap<string, string>, label: string): Words | undefined {
  const words = `${files.get("content") ?? ""}\n${files.get("media.1/products") ?? ""}\n${label}`;
  const leap = /openSUSE(?:-Leap)?[- ](\d+\.\d+)/.exec(words)?.[1];
  if (leap !== undefined) return { id: "opensuse-leap", name: "openSUSE Leap", version: leap };
  const [, major, servicePack] = /(?:SUSE Linux Enterprise Server|SLES|SLE)[- ]?(\d+)(?:[- ]SP(\d+))?/.exec(words) ?? [];
  if (major === undefined) return undefined;
  return { id: "sles", name: "SUSE Linux Enterprise Server", version: servicePack === undefined ? major : `${major}.${servicePack}` };
}

/** What the installed system's own files would say, as far as its medium says it. */
function releaseFilesOf({ id, name, version }: Words): Map<string, string> {
  const line = `${name} release ${version}\n`;
  const osRelease = `ID="${id}"\nNAME="${name}"\nVERSION_ID="${/^[\d.]+/.exec(version)?.[0] ?? version}"\nVERSION="${version}"\nPRETTY_NAME="${name} ${version}"\n`;
  const files = new Map([["etc/os-release", osRelease]]);
  for (const file of ["etc/centos-release", "etc/oracle-release", "etc/redhat-release"]) files.set(file, line);
  files.set("etc/debian_version", version);
  return files;
}

function machineOf(words: string): MachineKind {
  if (/aarch64|arm64/.test(words)) return { bits: 64, architecture: "arm" };
  const isOf32Bits = /\bi[3-6]86\b/.test(words) && !/x86_64|amd64/.test(words);
  return isOf32Bits ? { bits: 32, architecture: "x86" } : { bits: 64, architecture: "x86" };
}
