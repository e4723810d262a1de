import { SERIES_TABLES, SERVER_SERIES, type SeriesTable, type SupportedRelease } from "./series-tables";
import { parseSystemName, type SystemName } from "./system-name";

/**
 * Whether the list of a server series names a system: `listed`, `unlisted`, or `noList` for a series that has none, such as the
 * GPU-accelerated ones (OS-17). An unknown system and the fallback names are never listed, nor is any of 32 bit (OS-18).
 */
export function seriesSupportOf(series: string, osVersion: string | null): "listed" | "unlisted" | "noList" {
  const table = SERVER_SERIES.find(({ name }) => name === series)?.table;
  if (table === undefined) return "noList";
  const system = osVersion === null ? undefined : parseSystemName(osVersion);
  return system?.bits === 64 && isInTable(table, system) ? "listed" : "unlisted";
}

function isInTable(table: SeriesTable, system: SystemName): boolean {
  const row = SERIES_TABLES[table].find(({ os }) => os === system.os);
  return row?.releases.some((release) => coversRelease(release, system)) ?? false;
}

function coversRelease({ release, versions, editions }: SupportedRelease, { os, version, edition }: SystemName): boolean {
  if (editions.length > 0 && !editions.some((name) => name.toLowerCase() === edition?.toLowerCase())) return false;
  const number = release
    .replace(/^SLES |^openSUSE (Leap )?| Server$/g, "")
    .replace(os, "")
    .trim();
  if (versions.length === 0)
    return number.endsWith("x") ? isInDecade(number, version) : isVersionOf(number, version) || isServicePackOf(number, version);
  return versions.some((printed) => {
    const [from = "", to] = printed.split("~");
    if (to !== undefined) return compareVersions(from, version) <= 0 && compareVersions(version, to) <= 0;
    return isVersionOf(printed.startsWith("SP") ? `${number} ${printed}` : printed, version);
  });
}

/** `16.04` stands for `16.04` and `16.04.6`, not for `16.041`. */
function isVersionOf(printed: string, version: string): boolean {
  return version === printed || version.startsWith(`${printed}.`);
}

function isServicePackOf(printed: string, version: string): boolean {
  return version.startsWith(`${printed} SP`);
}

/** `2x` stands for 20 to 29 (AMB-47). */
function isInDecade(printed: string, version: string): boolean {
  return version.length === printed.length && version.startsWith(printed.slice(0, -1)) && /^\d+$/.test(version);
}

function compareVersions(left: string, right: string): number {
  const [one, other] = [left, right].map((text) => text.split(".").map(Number));
  for (let index = 0; index < Math.max(one?.length ?? 0, other?.length ?? 0); index++) {
    const difference = (one?.[index] ?? 0) - (other?.[index] ?? 0);
    if (difference !== 0 || Number.isNaN(difference)) return Number.isNaN(difference) ? 1 : difference;
  }
  return 0;
}
