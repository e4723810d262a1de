/** A version name of the tables taken apart. */
export interface SystemName {
  /** As the tables of server series call it, e.g. `Red Hat`, `SUSE Linux Enterprise`. */
  readonly os: string;
  /** e.g. `7.9`, `12 SP5`, `16.04.6`, `Server 2012 R2`. */
  readonly version: string;
  /** Of Windows. */
  readonly edition?: string;
  readonly bits: 32 | 64;
}

/** How tables 6-6 to 6-8 and the names of public images spell the systems of tables 6-1 to 6-5. */
const SPELLINGS: readonly (readonly [os: string, spelling: RegExp])[] = [
  ["Windows", /^Windows (.+)$/],
  ["CentOS", /^CentOS (.+)$/],
  ["Ubuntu", /^Ubuntu (.+?)(?: Server)?$/i],
  ["EulerOS", /^EulerOS (.+)$/],
  ["Red Hat", /^Red Hat (?:Linux Enterprise |Enterprise Linux )?(.+)$/],
  ["SUSE Linux Enterprise", /^(?:SUSE Linux Enterprise Server|SLES) (.+)$/],
  ["Debian", /^Debian (?:GNU\/Linux )?(.+)$/],
  ["openSUSE", /^openSUSE (?:Leap )?(.+)$/],
  ["Fedora", /^Fedora (.+)$/],
  ["CoreOS", /^CoreOS (.+)$/],
  ["FreeBSD", /^FreeBSD (.+)$/],
  ["openEuler", /^openEuler (.+)$/],
];
const EDITION = / ?\b(Standard|Enterprise|Datacenter|Web|Essentials)\b/i;

/** Takes `CentOS 7.9 64bit` apart; undefined for a system of no series table, and for the fallback names. */
export function parseSystemName(name: string): SystemName | undefined {
  const [, words, width] = /^(.+) (32|64)bit$/.exec(name) ?? [];
  if (words === undefined) return undefined;
  const bits = width === "32" ? 32 : 64;
  for (const [os, spelling] of SPELLINGS) {
    const version = spelling.exec(words)?.[1];
    if (version === undefined) continue;
    const edition = os === "Windows" ? EDITION.exec(version)?.[1] : undefined;
    return edition === undefined ? { os, version, bits } : { os, version: version.replace(EDITION, ""), edition, bits };
  }
  return undefined;
}
