import type { Architecture, BootMode, DetectedOs } from "@/lib/disk/model";
import { registeredSystemOf } from "./import-rules";

/** What the owner chose when registering; null: left to recognition. */
export interface ChosenSystem {
  readonly architecture: Architecture | null;
  readonly bootMode: BootMode | null;
  readonly osVersion: string | null;
}

/** A choice that the disk contradicts. */
export interface Correction {
  readonly field: keyof ChosenSystem;
  readonly chosen: string;
  readonly found: string;
}

export interface ReconciledSystem {
  readonly architecture: Architecture;
  readonly bootMode: BootMode;
  readonly osFamily: DetectedOs["family"];
  readonly osPlatform: string | null;
  readonly osVersion: string | null;
  readonly osBits: 32 | 64 | null;
  readonly corrections: readonly Correction[];
}

/**
 * The system an image is registered with: what was found on the disk wins over what was chosen, and each choice it overrules is
 * named. A choice stands where the disk says nothing, or no more than that some system of this kind is there.
 */
export function reconcileSystem(chosen: ChosenSystem, found: DetectedOs | undefined): ReconciledSystem {
  const architecture = found?.architecture ?? chosen.architecture ?? "x86";
  const system = systemOf(chosen, found, architecture);
  const bootMode = bootModeOf(chosen.bootMode, found?.bootModes ?? [], architecture);
  const registered = { architecture, bootMode, osVersion: system.osVersion };
  const corrections = (["osVersion", "architecture", "bootMode"] as const).flatMap((field): Correction[] => {
    const [choice, fact] = [chosen[field], registered[field]];
    return choice === null || fact === null || choice === fact ? [] : [{ field, chosen: choice, found: fact }];
  });
  return { ...registered, ...system, corrections };
}

function systemOf({ osVersion }: ChosenSystem, found: DetectedOs | undefined, architecture: Architecture) {
  const choice = osVersion === null ? undefined : registeredSystemOf(osVersion, architecture);
  if (found === undefined) {
    return {
      osFamily: choice?.family ?? ("other" as const),
      osPlatform: choice?.platform ?? null,
      osVersion: choice?.version ?? null,
      osBits: choice?.bits ?? null,
    };
  }
  const isNamedByDisk = found.platform !== undefined || found.prettyName !== undefined;
  const agrees = choice?.family === found.family && choice.bits === found.bits;
  if (!isNamedByDisk && agrees && choice.listed) {
    return { osFamily: found.family, osPlatform: choice.platform ?? null, osVersion: choice.version, osBits: found.bits };
  }
  return { osFamily: found.family, osPlatform: found.platform ?? null, osVersion: found.version, osBits: found.bits };
}

/** Of several ways to start, the chosen one; ARM machines know UEFI only (AMB-28). */
function bootModeOf(chosen: BootMode | null, found: readonly BootMode[], architecture: Architecture): BootMode {
  if (architecture === "arm") return "uefi";
  if (chosen !== null && (found.length === 0 || found.includes(chosen))) return chosen;
  return found[0] ?? "bios";
}
