import type { Architecture } from "../model";

/** The 43 version names of table 6-8 as printed. Source: IMS product introduction, section 6.3. */
export const UEFI_SYSTEMS: ReadonlySet<string> = new Set([
  "Windows Server 2019 Datacenter 64bit",
  "Windows Server 2019 Standard 64bit",
  "Windows Server 2016 Standard 64bit",
  "Windows Server 2016 Datacenter 64bit",
  "Windows Server 2012 R2 Standard 64bit",
  "Windows Server 2012 R2 Datacenter 64bit",
  "Windows Server 2012 Essentials R2 64bit",
  "Windows Server 2012 Standard 64bit",
  "Windows Server 2012 Datacenter 64bit",
  "Windows 10 64bit",
  "Ubuntu 19.04 Server 64bit",
  "Ubuntu 18.04 Server 64bit",
  "Ubuntu 16.04 Server 64bit",
  "Ubuntu 14.04 Server 64bit",
  "Red Hat Linux Enterprise 7.4 64bit",
  "Red Hat Linux Enterprise 7.3 64bit",
  "Red Hat Linux Enterprise 7.1 64bit",
  "Red Hat Linux Enterprise 7.0 64bit",
  "Red Hat Linux Enterprise 6.9 64bit",
  "Red Hat Linux Enterprise 6.6 32bit",
  "Red Hat Linux Enterprise 6.5 64bit",
  "Oracle Linux Server release 7.4 64bit",
  "Oracle Linux Server release 6.9 64bit",
  "openSUSE 42.1 64bit",
  "SUSE Linux Enterprise Server 12 SP5 64bit",
  "SUSE Linux Enterprise Server 12 SP1 64bit",
  "SUSE Linux Enterprise Server 11 SP3 64bit",
  "Fedora 29 64bit",
  "Fedora 24 64bit",
  "Debian GNU/Linux 8.8.0 64bit",
  "CentOS 7.6 64bit",
  "CentOS 7.5 64bit",
  "CentOS 7.4 64bit",
  "CentOS 7.0 64bit",
  "CentOS 6.9 64bit",
  "CentOS 6.6 64bit",
  "EulerOS 2.8 64bit",
  "EulerOS 2.5 64bit",
  "EulerOS 2.3 64bit",
  "EulerOS 2.2 64bit",
  "openEuler 20.03 64bit",
  "NeoKylin V7 64bit",
  "UOS 20 64bit",
]);

/** Table 6-6 prints the same system with its words in another order. */
const ALSO_PRINTED_AS: Readonly<Record<string, string>> = {
  "Windows Server 2012 R2 Essentials 64bit": "Windows Server 2012 Essentials R2 64bit",
};

/** True when UEFI may be chosen for a version name. ARM machines boot by UEFI only, whatever the system (AMB-28). */
export function supportsUefi(name: string, architecture: Architecture = "x86"): boolean {
  return architecture === "arm" || UEFI_SYSTEMS.has(ALSO_PRINTED_AS[name] ?? name);
}
