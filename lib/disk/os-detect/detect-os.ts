import { isAppError } from "@/lib/platform/errors";
import { type BootMode, type DetectedOs, type DiskFormat, KIB } from "../model";
import { isOwnFormat } from "../qemu/block-driver";
import { concludeLinux, concludeWindows, type SystemFacts } from "./conclude";
import { type Evidence, gatherEvidence } from "./evidence";
import { bootWaysOf, PARTITION_TABLE_BYTES, parsePartitionTable } from "./partition-table";
import { DiskProbe, type Question } from "./probe";
import { parseDevices, parseVolume } from "./volumes";

export interface DetectOptions {
  readonly path: string;
  readonly format: DiskFormat;
  readonly virtualSizeBytes: number;
  readonly signal?: AbortSignal;
}

const BUDGET_MS = 5_000;
const HIVE = "/Windows/System32/config/SOFTWARE";
const WINDOWS_SYSTEM_FOLDER = "system32/";

/**
 * Recognises the operating system on a disk from its files, without booting it. A system that is not in the tables of supported ones
 * is `Other_Linux` or `Other_Windows` with its bit width; undefined where nothing is recognised, or not within 5 seconds, or where
 * the disk is ZVHD or ZVHD2, which the tools cannot open. `bootModes` is empty where the disk shows no way to start, BIOS first
 * where it shows both. Missing evidence never fails. Errors: `cancelled`.
 */
export async function detectOs({ signal, ...disk }: DetectOptions): Promise<DetectedOs | undefined> {
  if (isOwnFormat(disk.format)) return undefined;
  const budget = AbortSignal.timeout(BUDGET_MS);
  try {
    const probe = await DiskProbe.open({ ...disk, signal: signal ? AbortSignal.any([signal, budget]) : budget });
    return await examine(probe).finally(() => probe.close());
  } catch (error) {
    if (signal?.aborted || !isAppError(error)) throw error;
    return undefined;
  }
}

async function examine(probe: DiskProbe): Promise<DetectedOs | undefined> {
  const [start = Buffer.alloc(0), names = Buffer.alloc(0)] = await probe.ask([
    { kind: "start", target: "", limitBytes: PARTITION_TABLE_BYTES },
    { kind: "devices", target: "", limitBytes: 4 * KIB },
  ]);
  const devices = parseDevices(names.toString());
  const descriptions = await probe.ask(devices.map((device): Question => ({ kind: "describe", target: device, limitBytes: KIB })));
  const volumes = devices.flatMap((device, index) => parseVolume(device, descriptions[index]?.toString() ?? "") ?? []);
  const evidence = await gatherEvidence(probe, volumes);
  const system = concludeLinux(evidence) ?? (await detectWindows(probe, evidence));
  return system && { ...system, bootModes: bootModesOf(system, start, evidence) };
}

async function detectWindows(probe: DiskProbe, { windows }: Evidence): Promise<SystemFacts | undefined> {
  const found = windows.find(({ names }) => names.includes(WINDOWS_SYSTEM_FOLDER));
  if (!found) return undefined;
  const [registry] = await probe.ask([{ kind: "registry", target: `${found.device}${HIVE}`, limitBytes: 64 * KIB }]);
  return concludeWindows(found.names, registry?.toString() ?? "");
}

/** ARM machines boot by UEFI only (AMB-28). */
function bootModesOf({ architecture }: SystemFacts, start: Buffer, { efiLoaders }: Evidence): BootMode[] {
  if (architecture === "arm") return ["uefi"];
  const table = parsePartitionTable(start);
  if (!table) return [];
  const { bios, uefi } = bootWaysOf(table, efiLoaders.length > 0);
  return [...(bios ? (["bios"] as const) : []), ...(uefi ? (["uefi"] as const) : [])];
}
