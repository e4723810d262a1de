import { describe, expect, it } from "vitest";
import { CATALOGUE } from "@/lib/disk/os-detect/catalogue";

/** Systems that each revision of the specification added, by its number. Source: requirements, revisions.json, version 17 of 2021-04-06. */
const ADDED: Readonly<Record<number, readonly string[]>> = {
  3: ["Windows 10 64bit", "SUSE Linux Enterprise Server 12 SP4 64bit", "Debian GNU/Linux 8.10.0 64bit", "CentOS 7.6 64bit"],
  4: [
    "Ubuntu 18.04.2 Server 64bit",
    "Ubuntu 18.04.1 Server 64bit",
    "Ubuntu 16.04.6 Server 64bit",
    "Ubuntu 16.04.5 Server 64bit",
    "Ubuntu 16.04.4 Server 64bit",
    "Windows Server 2019 Standard 64bit",
    "Windows Server 2019 Datacenter 64bit",
    "NeoKylin 7.4 64bit",
  ],
  11: ["Ubuntu 19.04 Server 64bit", "Oracle Linux Server release 6.10 64bit", "CentOS 6.10 32bit", "CentOS 8.0 64bit"],
  12: ["Ubuntu 16.04.2 Server 64bit", "Ubuntu 16.04.3 Server 64bit"],
  13: ["SUSE Linux Enterprise Server 12 SP5 64bit", "SUSE Linux Enterprise Server 15 SP1 64bit"],
  14: ["openEuler 20.03 64bit"],
  15: ["UOS 20 64bit", "NeoKylin V7 64bit", "EulerOS 2.9 64bit"],
};

describe("the systems an image file may hold", () => {
  it.each(Object.entries(ADDED))("have those that revision %s added (DOC-01)", (_revision, names) => {
    const known = new Set(CATALOGUE.map(({ name }) => name));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
});
