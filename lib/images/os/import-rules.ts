import type { Architecture, BootMode } from "@/lib/disk/model";
import { CATALOGUE, type CatalogueEntry, FALLBACK_NAMES, findCatalogueEntry } from "@/lib/disk/os-detect/catalogue";
import { supportsUefi } from "@/lib/disk/os-detect/uefi-systems";
import type { Refusal } from "../rules/rule";

/** Every name that is registered for a system outside of the tables (OS-10, OS-11). */
export const FALLBACK_SYSTEMS: readonly string[] = Object.values(FALLBACK_NAMES).flatMap((names) => [names[64], names[32]]);

export interface SystemFamily {
  readonly family: string;
  readonly names: readonly string[];
}

/** The systems to choose from for a file of an architecture, by family in the order of table 6-6 or 6-7 (OS-08, OS-09, PRI-19). */
export function importableSystems(architecture: Architecture): SystemFamily[] {
  const entries = CATALOGUE.filter((entry) => entry.architecture === architecture);
  return [...Map.groupBy(entries, ({ family }) => family)].map(([family, inside]) => ({ family, names: inside.map(({ name }) => name) }));
}

export interface RegisteredSystem {
  /** A name of the tables, or a fallback. */
  readonly version: string;
  readonly family: "linux" | "windows";
  readonly platform?: string;
  readonly bits: 32 | 64;
  /** False: the user is told that the system may not work (OS-12). */
  readonly listed: boolean;
}

/** What an asked version is registered as: itself when its table lists it, else the fallback of its kind and width (OS-10, OS-11). */
export function registeredSystemOf(asked: string, architecture: Architecture): RegisteredSystem {
  const entry = findCatalogueEntry(asked, architecture);
  if (entry) return { version: entry.name, family: familyOf(entry), platform: entry.family, bits: entry.bits, listed: true };
  const family = /windows/i.test(asked) ? "windows" : "linux";
  const bits = /32[ _-]?bit/i.test(asked) ? 32 : 64;
  return { version: FALLBACK_NAMES[family][bits], family, bits, listed: false };
}

/** Why a boot mode cannot be chosen, or undefined (OS-15, AMB-28). No system chosen yet: nothing to refuse. Boot by BIOS on ARM is `whyNotBootMode`'s too. */
export function whyNotBootMode(
  bootMode: BootMode,
  { architecture, osVersion }: { readonly architecture: Architecture; readonly osVersion: string | undefined },
): Refusal | undefined {
  if (architecture === "arm")
    return bootMode === "uefi" ? undefined : { code: "invalidArgument", detail: { field: "bootMode", reason: "armNeedsUefi" } };
  if (bootMode === "bios" || osVersion === undefined || supportsUefi(osVersion, architecture)) return undefined;
  return { code: "uefiNotSupported", detail: { os: osVersion } };
}

function familyOf({ family }: CatalogueEntry): RegisteredSystem["family"] {
  return family === "Windows" ? "windows" : "linux";
}
