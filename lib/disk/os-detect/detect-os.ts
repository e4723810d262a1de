import { isAppError } from "@/lib/platform/errors";
import { type BootMode, type DetectedOs, KIB } from "../model";
import { type ImageKind, isOwnFormat } from "../qemu/block-driver";
import { concludeInstaller, concludeLinux, concludeWindows, concludeWindowsInstaller, type SystemFacts, systemRootOf } from "./conclude";
import { hasLinuxVirtio, windowsExtras } from "./drivers";
import { BOOT_RECORD_SECTOR, BOOT_RECORD_SECTORS, bootCatalogueSector, bootModesOfCatalogue } from "./el-torito";
import { type Evidence, gatherEvidence } from "./evidence";
import { bootWaysOf, PARTITION_TABLE_BYTES, parsePartitionTable } from "./partition-table";
import { DiskProbe, type Question } from "./probe";
import { parseDevices, parseVolume } from "./volumes";
import { parseWimDescription, WIM_HEADER_BYTES, wimDescription } from "./windows-image";

export interface DetectOptions {
  /** The file; for `nbd` the socket of the server that exports the disk as `disk`. */
  readonly path: string;
  readonly format: ImageKind;
  readonly virtualSizeBytes: number;
  readonly signal?: AbortSignal;
}

/** An idle machine needs one or two seconds, a busy one more; a hostile disk gets no more than this. */
const BUDGET_MS = 15_000;
const HIVE = "/Windows/System32/config/SOFTWARE";
const WINDOWS_SYSTEM_FOLDER = "system32/";
/** What Windows installs from, on its installation medium. */
const WINDOWS_IMAGE = /^install\.(wim|esd|swm)$/;
const SECTOR_BYTES = 512;

/**
 * Recognises the operating system on a disk from its files, without booting it. A system that is not in the tables of supported ones
 * is `Other_Linux` or `Other_Windows` with its bit width; undefined where nothing is recognised, or not in time, or where
 * the file is ZVHD or ZVHD2, which the tools cannot open: export such a disk over NBD. `bootModes` is empty where the disk shows no way to start, BIOS first
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
  const system = (await detectLinux(probe, evidence)) ?? (await detectWindows(probe, evidence)) ?? (await detectInstaller(probe, evidence));
  if (system === undefined) return undefined;
  const discModes = system.isInstaller ? await discBootModes(probe, evidence) : [];
  return { ...system, bootModes: discModes.length > 0 ? discModes : bootModesOf(system, start, evidence) };
}

async function detectLinux(probe: DiskProbe, evidence: Evidence): Promise<SystemFacts | undefined> {
  const system = concludeLinux(evidence);
  const root = system && systemRootOf(evidence);
  const hasVirtioDrivers = root && (await hasLinuxVirtio(probe, root, evidence.initramfs));
  return system && { ...system, ...(hasVirtioDrivers !== undefined && { hasVirtioDrivers }) };
}

async function detectWindows(probe: DiskProbe, { windows }: Evidence): Promise<SystemFacts | undefined> {
  const found = windows.find(({ names }) => names.includes(WINDOWS_SYSTEM_FOLDER));
  if (!found) return undefined;
  const [registry] = await probe.ask([{ kind: "registry", target: `${found.device}${HIVE}`, limitBytes: 64 * KIB }]);
  return { ...concludeWindows(found.names, registry?.toString() ?? ""), ...(await windowsExtras(probe, found.device)) };
}

async function detectInstaller(probe: DiskProbe, evidence: Evidence): Promise<SystemFacts | undefined> {
  for (const { device, sources } of evidence.installers) {
    const file = sources.find((name) => WINDOWS_IMAGE.test(name));
    if (file === undefined) continue;
    const target = `${device}/sources/${file}`;
    const [header] = await probe.ask([{ kind: "read", target, limitBytes: WIM_HEADER_BYTES }]);
    const place = header && wimDescription(header);
    if (place === undefined) continue;
    const [description] = await probe.ask([{ kind: "piece", target: `${place.offsetBytes}|${target}`, limitBytes: place.lengthBytes }]);
    const system = description && concludeWindowsInstaller(parseWimDescription(description));
    if (system) return system;
  }
  return concludeInstaller(evidence);
}

/** How an installation medium starts, by its boot catalogue. */
async function discBootModes(probe: DiskProbe, { installers }: Evidence): Promise<BootMode[]> {
  const sectors = (at: number): Question => ({
    kind: "read",
    target: `${installers[0]?.device}${at}+${BOOT_RECORD_SECTORS}`,
    limitBytes: BOOT_RECORD_SECTORS * SECTOR_BYTES,
  });
  const [record] = await probe.ask([sectors(BOOT_RECORD_SECTOR)]);
  const at = record && bootCatalogueSector(record);
  if (at === undefined) return [];
  const [catalogue] = await probe.ask([sectors(at)]);
  return catalogue ? bootModesOfCatalogue(catalogue) : [];
}

/** ARM machines boot by UEFI only (AMB-28). */
function bootModesOf({ architecture }: SystemFacts, start: Buffer, { efiLoaders }: Evidence): BootMode[] {
  if (architecture === "arm") return ["uefi"];
  const table = parsePartitionTable(start);
  if (!table) return [];
  const { bios, uefi } = bootWaysOf(table, efiLoaders.length > 0);
  return [...(bios ? (["bios"] as const) : []), ...(uefi ? (["uefi"] as const) : [])];
}
