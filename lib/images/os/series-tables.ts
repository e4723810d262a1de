import type { Architecture } from "@/lib/disk/model";

export type SeriesTable = "6-1" | "6-2" | "6-3" | "6-4" | "6-5";

export interface ServerSeries {
  readonly name: string;
  readonly architecture: Architecture;
  readonly table: SeriesTable;
}

/** The server series that have a list of systems; for GPU-accelerated series no list is given (OS-17). Source: section 6.1. */
export const SERVER_SERIES: readonly ServerSeries[] = [
  { name: "t6", architecture: "x86", table: "6-1" },
  { name: "s2", architecture: "x86", table: "6-1" },
  { name: "s3", architecture: "x86", table: "6-1" },
  { name: "s6", architecture: "x86", table: "6-1" },
  { name: "sn3", architecture: "x86", table: "6-1" },
  { name: "c3", architecture: "x86", table: "6-1" },
  { name: "m2", architecture: "x86", table: "6-1" },
  { name: "m3", architecture: "x86", table: "6-1" },
  { name: "m6", architecture: "x86", table: "6-1" },
  { name: "hc2", architecture: "x86", table: "6-1" },
  { name: "h3", architecture: "x86", table: "6-1" },
  { name: "d2", architecture: "x86", table: "6-1" },
  { name: "d3", architecture: "x86", table: "6-1" },
  { name: "c3ne", architecture: "x86", table: "6-2" },
  { name: "c6", architecture: "x86", table: "6-2" },
  { name: "c6s", architecture: "x86", table: "6-2" },
  { name: "m3ne", architecture: "x86", table: "6-2" },
  { name: "e3", architecture: "x86", table: "6-3" },
  { name: "i3", architecture: "x86", table: "6-4" },
  { name: "ir3", architecture: "x86", table: "6-4" },
  { name: "kc1", architecture: "arm", table: "6-5" },
  { name: "km1", architecture: "arm", table: "6-5" },
];

export interface SupportedRelease {
  /** e.g. `CentOS 7`, `Fedora 2x`, `Windows Server 2012 R2`, as printed. */
  readonly release: string;
  /** As printed, also `8.0.0~8.10.0` with both ends; none: every version of the release (AMB-47). */
  readonly versions: readonly string[];
  /** Of Windows; none: every edition. */
  readonly editions: readonly string[];
}

export interface SupportedSystem {
  readonly os: string;
  readonly releases: readonly SupportedRelease[];
}

/** Systems of each table of server series, as printed, 64 bit throughout. Source: IMS product introduction, tables 6-1 to 6-5. */
export const SERIES_TABLES: Readonly<Record<SeriesTable, readonly SupportedSystem[]>> = {
  "6-1": [
    {
      os: "Windows",
      releases: [
        release("Windows Server 2008 R2", "", "Standard, Enterprise, Datacenter, Web"),
        release("Windows Server 2012", "", "Standard, Datacenter"),
        release("Windows Server 2012 R2", "", "Standard, Datacenter"),
        release("Windows Server 2016", "", "Standard, Datacenter"),
        release("Windows Server 2019", "", "Standard, Datacenter"),
        release("Windows Server Core Version 1709"),
      ],
    },
    {
      os: "CentOS",
      releases: [
        release("CentOS 6", "6.10, 6.9, 6.8, 6.7, 6.6, 6.5, 6.4, 6.3"),
        release("CentOS 7", "7.6, 7.5, 7.4, 7.3, 7.2, 7.1, 7.0"),
        release("CentOS 8", "8.0"),
      ],
    },
    { os: "Ubuntu", releases: [release("Ubuntu", "20.04, 18.04, 16.04, 14.04, 12.04")] },
    { os: "EulerOS", releases: [release("EulerOS", "2.5, 2.3, 2.2")] },
    {
      os: "Red Hat",
      releases: [
        release("Red Hat 6", "6.10, 6.9, 6.8, 6.7, 6.6, 6.5, 6.4"),
        release("Red Hat 7", "7.6, 7.5, 7.4, 7.3, 7.2, 7.1, 7.0"),
        release("Red Hat 8", "8.0"),
      ],
    },
    {
      os: "SUSE Linux Enterprise",
      releases: [release("SLES 11", "11 SP4, 11 SP3"), release("SLES 12", "12 SP4, 12 SP3, 12 SP2, 12 SP1, 12"), release("SLES 15", "15")],
    },
    {
      os: "Debian",
      releases: [release("Debian 8", "8.0.0~8.10.0"), release("Debian 9", "9.8.0, 9.7.0, 9.6.0, 9.5.0, 9.4.0, 9.3.0, 9.0.0")],
    },
    {
      os: "openSUSE",
      releases: [
        release("openSUSE 13", "13.2"),
        release("openSUSE Leap 15", "15.1, 15.0"),
        release("openSUSE Leap 42", "42.3, 42.2, 42.1"),
      ],
    },
    { os: "Fedora", releases: [release("Fedora", "22~29")] },
    { os: "CoreOS", releases: [release("CoreOS", "2079.4.0")] },
    { os: "FreeBSD", releases: [release("FreeBSD", "11.0")] },
    { os: "openEuler", releases: [release("openEuler", "20.03")] },
  ],
  "6-2": [
    {
      os: "Windows",
      releases: [
        release("Windows Server 2008 R2", "", "Enterprise, Datacenter, Web, Standard"),
        release("Windows Server 2012 R2", "", "Standard, Datacenter"),
        release("Windows Server 2016", "", "Standard, Datacenter"),
        release("Windows Server 2019", "", "Datacenter"),
        release("Windows Server Version 1709", "", "Datacenter"),
      ],
    },
    { os: "CentOS", releases: [release("CentOS 6"), release("CentOS 7"), release("CentOS 8")] },
    {
      os: "Ubuntu",
      releases: [
        release("Ubuntu 14.04 Server"),
        release("Ubuntu 16.04 Server"),
        release("Ubuntu 18.04 Server"),
        release("Ubuntu 20.04 Server"),
      ],
    },
    { os: "EulerOS", releases: [release("EulerOS 2.2"), release("EulerOS 2.3"), release("EulerOS 2.5")] },
    { os: "Red Hat", releases: [release("Red Hat 6"), release("Red Hat 7")] },
    { os: "SUSE Linux Enterprise", releases: [release("SLES 11"), release("SLES 12")] },
    { os: "Debian", releases: [release("Debian 8"), release("Debian 9")] },
    { os: "openSUSE", releases: [release("openSUSE 15.0"), release("openSUSE 15.1")] },
    { os: "Fedora", releases: [release("Fedora 2x")] },
    { os: "openEuler", releases: [release("openEuler 20.03")] },
  ],
  "6-3": [
    { os: "CentOS", releases: [release("CentOS 6"), release("CentOS 7")] },
    { os: "Ubuntu", releases: [release("Ubuntu 14.04 Server"), release("Ubuntu 16.04 Server"), release("Ubuntu 18.04 Server")] },
    { os: "EulerOS", releases: [release("EulerOS 2.2"), release("EulerOS 2.3")] },
    { os: "Red Hat", releases: [release("Red Hat 6"), release("Red Hat 7")] },
    { os: "SUSE Linux Enterprise", releases: [release("SLES 11"), release("SLES 12")] },
    { os: "Debian", releases: [release("Debian 8"), release("Debian 9")] },
    { os: "openSUSE", releases: [release("openSUSE 15.0"), release("openSUSE 15.1")] },
    { os: "Fedora", releases: [release("Fedora 2x")] },
  ],
  "6-4": [
    { os: "CentOS", releases: [release("CentOS 6"), release("CentOS 7")] },
    { os: "Ubuntu", releases: [release("Ubuntu 14.04 Server"), release("Ubuntu 16.04 Server"), release("Ubuntu 18.04 Server")] },
    { os: "EulerOS", releases: [release("EulerOS 2.2"), release("EulerOS 2.3")] },
    { os: "SUSE Linux Enterprise", releases: [release("SLES 12")] },
    { os: "Debian", releases: [release("Debian 8"), release("Debian 9")] },
  ],
  "6-5": [
    { os: "CentOS", releases: [release("CentOS 7", "7.6, 7.5, 7.4"), release("CentOS 8", "8.0")] },
    { os: "Ubuntu", releases: [release("Ubuntu", "18.04")] },
    { os: "EulerOS", releases: [release("EulerOS", "2.8")] },
    { os: "Red Hat", releases: [release("Red Hat 7", "7.6, 7.5")] },
    { os: "SUSE Linux Enterprise", releases: [release("SLES 12", "SP5, SP4"), release("SLES 15", "15")] },
    { os: "openSUSE", releases: [release("openSUSE Leap 15", "15.0")] },
    { os: "Fedora", releases: [release("Fedora", "29")] },
    { os: "Debian", releases: [release("Debian", "10.2.0")] },
    { os: "openEuler", releases: [release("openEuler", "20.03")] },
  ],
};

function release(name: string, versions = "", editions = ""): SupportedRelease {
  const listOf = (text: string) => (text === "" ? [] : text.split(", "));
  return { release: name, versions: listOf(versions), editions: listOf(editions) };
}
