import type { Architecture } from "../model";

/** One system an external image file may hold. Source: IMS product introduction, tables 6-6 (x86) and 6-7 (ARM). */
export interface CatalogueEntry {
  /** Version name exactly as printed. */
  readonly name: string;
  readonly family: string;
  readonly bits: 32 | 64;
  readonly architecture: Architecture;
}

interface Release {
  readonly family: string;
  readonly architecture?: Architecture;
  /** Name with `*` for the version; the bit width follows it. */
  readonly pattern: string;
  readonly versions64: string;
  readonly versions32?: string;
}

const RELEASES: readonly Release[] = [
  {
    family: "Windows",
    pattern: "Windows *",
    versions64:
      "10|Server 2019 Standard|Server 2019 Datacenter|Server 2016 Standard|Server 2016 Datacenter|Server 2012 R2 Standard|" +
      "Server 2012 R2 Essentials|Server 2012 R2 Datacenter|Server 2012 Datacenter|Server 2012 Standard|Server 2008 WEB R2|" +
      "Server 2008 R2 Standard|Server 2008 R2 Enterprise|Server 2008 R2 Datacenter",
  },
  {
    family: "SUSE",
    pattern: "SUSE Linux Enterprise Server *",
    versions64: "15 SP1|15|12 SP5|12 SP4|12 SP3|12 SP2|12 SP1|11 SP4|11 SP3",
    versions32: "11 SP3",
  },
  {
    family: "Oracle Linux",
    pattern: "Oracle Linux Server release *",
    versions64: "7.6|7.5|7.4|7.3|7.2|7.1|7.0|6.10|6.9|6.8|6.7|6.5",
  },
  {
    family: "Red Hat",
    pattern: "Red Hat Linux Enterprise *",
    versions64: "8.0|7.6|7.5|7.4|7.3|7.2|7.1|7.0|6.10|6.9|6.8|6.7|6.6|6.5|6.4",
    versions32: "6.6|6.4",
  },
  {
    family: "Ubuntu",
    pattern: "Ubuntu * Server",
    versions64: "20.04|19.04|18.04.2|18.04.1|18.04|16.04.6|16.04.5|16.04.4|16.04.3|16.04.2|16.04|14.04.5|14.04.4|14.04.3|14.04.1|14.04",
    versions32: "14.04.4|14.04.3|14.04.1|14.04",
  },
  { family: "openSUSE", pattern: "openSUSE *", versions64: "42.3|42.2|42.1|15.1|15.0|13.2|11.3" },
  {
    family: "CentOS",
    pattern: "CentOS *",
    versions64: "8.0|7.9|7.8|7.7|7.6|7.5|7.4|7.3|7.2|7.1|7.0|6.10|6.9|6.8|6.7|6.6|6.5|6.4|6.3",
    versions32: "7.0|6.10|6.7|6.6|6.5|6.4|6.3",
  },
  { family: "Debian", pattern: "Debian GNU/Linux *", versions64: "10.0.0|9.3.0|9.0.0|8.10.0|8.8.0|8.7.0|8.6.0|8.5.0|8.4.0|8.2.0|8.1.0" },
  { family: "Fedora", pattern: "Fedora *", versions64: "30|29|28|27|26|25|24|23|22" },
  { family: "EulerOS", pattern: "EulerOS *", versions64: "2.9|2.5|2.3|2.2|2.1" },
  { family: "openEuler", pattern: "openEuler *", versions64: "20.03" },
  { family: "NeoKylin", pattern: "NeoKylin *", versions64: "7.4|Server release 5.0 U2|Linux Advanced Server release 7.0 U5" },
  { family: "CentOS", architecture: "arm", pattern: "CentOS *", versions64: "7.6|7.5|7.4" },
  { family: "EulerOS", architecture: "arm", pattern: "EulerOS *", versions64: "2.8" },
  { family: "Fedora", architecture: "arm", pattern: "Fedora *", versions64: "29" },
  { family: "Ubuntu", architecture: "arm", pattern: "Ubuntu * Server", versions64: "19.04|18.04" },
  { family: "SUSE", architecture: "arm", pattern: "SUSE Linux Enterprise Server *", versions64: "12 SP5" },
  { family: "openEuler", architecture: "arm", pattern: "openEuler *", versions64: "20.03" },
  { family: "NeoKylin", architecture: "arm", pattern: "NeoKylin *", versions64: "V7" },
  { family: "UnionTech UOS", architecture: "arm", pattern: "UOS *", versions64: "20" },
];

/** Every system of tables 6-6 and 6-7: 135 for x86, 11 for ARM. */
export const CATALOGUE: readonly CatalogueEntry[] = RELEASES.flatMap((release) => [
  ...entriesOf(release, 64, release.versions64),
  ...entriesOf(release, 32, release.versions32),
]);

/** What a system is registered as that is not in the tables. Source: as above, section 6.2, after table 6-7. */
export const FALLBACK_NAMES = {
  linux: { 64: "Other_Linux (64_bit)", 32: "Other_Linux (32_bit)" },
  windows: { 64: "Other_Windows (64_bit)", 32: "Other_Windows (32_bit)" },
} as const;

export function findCatalogueEntry(name: string, architecture: Architecture): CatalogueEntry | undefined {
  return CATALOGUE.find((entry) => entry.name === name && entry.architecture === architecture);
}

function entriesOf({ family, pattern, architecture = "x86" }: Release, bits: 32 | 64, versions: string | undefined): CatalogueEntry[] {
  const list = versions?.split("|") ?? [];
  return list.map((version) => ({ name: `${pattern.replace("*", version)} ${bits}bit`, family, bits, architecture }));
}
