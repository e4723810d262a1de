import { type OsRelease, parseOsRelease } from "./os-release";

/** Files that tell a Linux system apart, relative to its root, the most telling first. */
export const RELEASE_FILES = [
  "etc/os-release",
  "usr/lib/os-release",
  "etc/centos-release",
  "etc/oracle-release",
  "etc/euleros-release",
  "etc/euleros-latest",
  "etc/neokylin-release",
  "etc/uos-release",
  "etc/redhat-release",
  "etc/SuSE-release",
  "etc/debian_version",
  "etc/lsb-release",
] as const;

export type ReleaseFiles = ReadonlyMap<string, string>;

export interface LinuxRelease {
  /** Family of the catalogue when it is one of those. */
  readonly platform?: string;
  /** Version names without the bit width that would be right, the most exact first. */
  readonly names: readonly string[];
  readonly prettyName?: string;
}

/** What the files say together: os-release names the system, older files know its minor version. Undefined without any file. */
export function recogniseLinux(files: ReleaseFiles): LinuxRelease | undefined {
  const text = RELEASE_FILES.map((file) => files.get(file)).find((content) => content !== undefined && content.trim() !== "");
  if (text === undefined) return undefined;
  const osRelease = parseOsRelease(files.get("etc/os-release") ?? files.get("usr/lib/os-release") ?? "");
  const system = SYSTEMS.find(({ isIt }) => isIt(osRelease, files));
  const prettyName = osRelease?.prettyName ?? firstLine(text);
  return { ...(system && { platform: system.platform }), names: system?.names(osRelease, files) ?? [], ...(prettyName && { prettyName }) };
}

interface System {
  readonly platform: string;
  isIt(osRelease: OsRelease | undefined, files: ReleaseFiles): boolean;
  names(osRelease: OsRelease | undefined, files: ReleaseFiles): string[];
}

/** Rebuilds of Red Hat also carry redhat-release, so they stand before it. */
const SYSTEMS: readonly System[] = [
  system("CentOS", ["centos"], /^CentOS/, (os, files) => {
    const version = releaseNumber(files, "etc/centos-release", "etc/redhat-release") ?? os?.versionId;
    return version === undefined ? [] : [`CentOS ${majorMinor(version)}`];
  }),
  system("Oracle Linux", ["ol"], /^Oracle Linux/, (os, files) => {
    const version = releaseNumber(files, "etc/oracle-release") ?? os?.versionId;
    return version === undefined ? [] : [`Oracle Linux Server release ${majorMinor(version)}`];
  }),
  system("EulerOS", ["euleros"], /^EulerOS/, (os, files) => {
    const words = [os?.version, files.get("etc/euleros-release"), files.get("etc/redhat-release")].filter(Boolean).join("\n");
    const [, major, servicePack] = /(\d+)\.0\s*\(SP(\d+)/.exec(words) ?? [];
    return major === undefined ? [] : [`EulerOS ${major}.${servicePack}`];
  }),
  system("openEuler", ["openeuler"], /^openEuler/, (os) => (os ? [`openEuler ${os.versionId}`] : [])),
  system("NeoKylin", ["neokylin"], /^NeoKylin/, (os, files) => neoKylinNames(`${os?.version}\n${files.get("etc/neokylin-release")}`)),
  system("UnionTech UOS", ["uos", "uniontech"], /^(UOS|UnionTech)/i, (os) => (os ? [`UOS ${os.versionId}`] : [])),
  system("Fedora", ["fedora"], /^Fedora/, (os, files) => {
    const version = os?.versionId || releaseNumber(files, "etc/redhat-release");
    return version === undefined ? [] : [`Fedora ${version}`];
  }),
  system("Red Hat", ["rhel"], /^Red Hat/, (os, files) => {
    const version = releaseNumber(files, "etc/redhat-release") ?? os?.versionId;
    return version === undefined ? [] : [`Red Hat Linux Enterprise ${majorMinor(version)}`];
  }),
  system("SUSE", ["sles", "sles_sap", "sle_hpc"], /^SUSE Linux Enterprise/, (os, files) => [
    `SUSE Linux Enterprise Server ${suseVersion(os, files.get("etc/SuSE-release") ?? "")}`,
  ]),
  system("openSUSE", ["opensuse", "opensuse-leap"], /^openSUSE/, (os, files) => {
    const version = os?.versionId || /VERSION = ([\d.]+)/.exec(files.get("etc/SuSE-release") ?? "")?.[1];
    return version === undefined ? [] : [`openSUSE ${version}`];
  }),
  system("Ubuntu", ["ubuntu"], undefined, (os) => {
    const version = /^\d+\.\d+(\.\d+)?/.exec(os?.version ?? "")?.[0] ?? os?.versionId;
    return version === undefined ? [] : [`Ubuntu ${version} Server`];
  }),
  system("Debian", ["debian"], undefined, (_os, files) => {
    const version = /^\d+\.\d+/.exec(files.get("etc/debian_version") ?? "")?.[0];
    return version === undefined ? [] : [`Debian GNU/Linux ${version}.0`];
  }),
];

/** A system by the ID of its os-release, or, on those older than os-release, by the first line of a release file. */
function system(platform: string, ids: readonly string[], firstWords: RegExp | undefined, names: System["names"]): System {
  return {
    platform,
    isIt: (osRelease, files) => {
      if (osRelease) return ids.includes(osRelease.id) || (firstWords?.test(osRelease.name) ?? false);
      if (platform === "Ubuntu") return /^DISTRIB_ID=Ubuntu/m.test(files.get("etc/lsb-release") ?? "");
      if (firstWords) return RELEASE_FILES.some((file) => firstWords.test(files.get(file) ?? ""));
      return files.has("etc/debian_version");
    },
    names,
  };
}

/** `7.9.2009` of `CentOS Linux release 7.9.2009 (Core)`. */
function releaseNumber(files: ReleaseFiles, ...names: string[]): string | undefined {
  return names.map((name) => /release\s+(\d+(\.\d+)*)/.exec(files.get(name) ?? "")?.[1]).find((version) => version !== undefined);
}

function majorMinor(version: string): string {
  const [major, minor] = version.split(".");
  return minor === undefined ? `${major}` : `${major}.${minor}`;
}

/** os-release writes 12.5 for 12 SP5; SuSE-release has the service pack on a line of its own. */
function suseVersion(osRelease: OsRelease | undefined, suseRelease: string): string {
  const [major, servicePack] = osRelease?.versionId
    ? osRelease.versionId.split(".")
    : [/VERSION = (\d+)/.exec(suseRelease)?.[1], /PATCHLEVEL = (\d+)/.exec(suseRelease)?.[1]];
  return servicePack === undefined || servicePack === "0" ? `${major}` : `${major} SP${servicePack}`;
}

/** The vendor writes `V7Update5`; the tables print three spellings. */
function neoKylinNames(words: string): string[] {
  const update = /V?(\d+)(?:\.0)?\s*(?:Update|U)\s*(\d+)/i.exec(words);
  const dotted = /(?:release|^)\s*V?(\d+\.\d+)/m.exec(words)?.[1];
  const major = /V(\d+)/.exec(words)?.[1];
  return [
    ...(update
      ? [`NeoKylin Linux Advanced Server release ${update[1]}.0 U${update[2]}`, `NeoKylin Server release ${update[1]}.0 U${update[2]}`]
      : []),
    ...(dotted ? [`NeoKylin ${dotted}`] : []),
    ...(major ? [`NeoKylin V${major}`] : []),
  ];
}

function firstLine(text: string): string | undefined {
  return text.trim().split("\n")[0]?.slice(0, 200);
}
