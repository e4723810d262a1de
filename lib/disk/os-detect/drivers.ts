import { KIB } from "../model";
import type { RootEvidence } from "./evidence";
import { DISK_MODULES, type DiskModule, findMainArchive, parseModules } from "./initramfs";
import type { DiskProbe, Question } from "./probe";
import { bootServices } from "./windows-registry";

/** Kernels that are looked at; systems keep two or three. */
const KERNELS_MAX = 4;
/** Kernels whose archive is looked into; the newest ones. */
const ARCHIVES_MAX = 2;
const LIST_BYTES = 16 * KIB;
const CONFIG_BYTES = 512 * KIB;
const BUILTIN_BYTES = 256 * KIB;

/** Where Windows keeps drivers and the initialisation of clouds, below the root of its volume. */
const WINDOWS_DRIVERS = "Windows/System32/drivers/";
const SYSTEM_HIVE = "Windows/System32/config/SYSTEM";
const CLOUDBASE_INIT = "Program Files/Cloudbase Solutions/Cloudbase-Init/";
/** The drivers Windows needs to start from a virtio disk: block, or SCSI. Source: virtio-win. */
const WINDOWS_DISK_DRIVER = /^(viostor|vioscsi)\.sys$/i;

/**
 * Whether a kernel of a Linux system can start from virtio disks: they are built in; or they are modules, and in the archive it starts from.
 * An archive that is not there, or cannot be read to its end, speaks against nothing. Undefined where no kernel is seen to have modules
 * at all. Errors: those of the probe.
 */
export async function hasLinuxVirtio(
  probe: DiskProbe,
  { path, kernelVersions }: RootEvidence,
  initramfs: readonly string[],
): Promise<boolean | undefined> {
  const versions = kernelVersions.slice(-KERNELS_MAX);
  if (versions.length === 0) return undefined;
  const questions = versions.flatMap((version) => kernelQuestions(path, version));
  const answers = (await probe.ask(questions)).map((answer) => answer.toString("latin1"));
  const size = questions.length / versions.length;
  const kernels = versions.map((version, index) => ({ version, ...whatKernelHas(answers.slice(index * size, (index + 1) * size)) }));
  if (kernels.some(({ builtIn }) => canReadDisks(builtIn))) return true;
  for (const { version, builtIn, all } of kernels.filter((kernel) => canReadDisks(kernel.all)).slice(-ARCHIVES_MAX)) {
    const file = initramfs.find((each) => each.includes(version)) ?? (kernels.length === 1 ? initramfs[0] : undefined);
    const found = file === undefined ? undefined : await modulesIn(probe, file);
    if (found === undefined || isEnough(found, { builtIn, all })) return true;
  }
  return false;
}

function kernelQuestions(path: string, version: string): Question[] {
  const modules = `${path}/lib/modules/${version}`;
  return [
    { kind: "list", target: `${modules}/kernel/drivers/block/`, limitBytes: LIST_BYTES },
    { kind: "list", target: `${modules}/kernel/drivers/scsi/`, limitBytes: LIST_BYTES },
    { kind: "list", target: `${modules}/kernel/drivers/virtio/`, limitBytes: LIST_BYTES },
    { kind: "read", target: `${modules}/modules.builtin`, limitBytes: BUILTIN_BYTES },
    { kind: "read", target: `${path}/boot/config-${version}`, limitBytes: CONFIG_BYTES },
  ];
}

interface KernelDrivers {
  readonly builtIn: ReadonlySet<DiskModule>;
  /** Those that are modules as well. */
  readonly all: ReadonlySet<DiskModule>;
}

const OPTIONS: Readonly<Record<DiskModule, string>> = {
  virtio_blk: "CONFIG_VIRTIO_BLK",
  virtio_scsi: "CONFIG_SCSI_VIRTIO",
  virtio_pci: "CONFIG_VIRTIO_PCI",
};

/** By the answers to `kernelQuestions`. */
function whatKernelHas(answers: readonly string[]): KernelDrivers {
  const [config = "", builtin = ""] = answers.toReversed();
  const listed = answers.slice(0, -2).join("\n");
  const isIn = (text: string, module: DiskModule) => new RegExp(`\\b${module}\\.ko`).test(text);
  const isSet = (module: DiskModule, values: string) => new RegExp(`^${OPTIONS[module]}=[${values}]`, "m").test(config);
  const builtIn = DISK_MODULES.filter((module) => isIn(builtin, module) || isSet(module, "y"));
  return {
    builtIn: new Set(builtIn),
    all: new Set(DISK_MODULES.filter((module) => isIn(listed, module) || isSet(module, "m")).concat(builtIn)),
  };
}

function canReadDisks(modules: ReadonlySet<DiskModule>): boolean {
  return modules.has("virtio_blk") || modules.has("virtio_scsi");
}

/** A disk's driver is in the archive, and the bus it hangs on where that is a module of this kernel. */
function isEnough(found: ReadonlySet<DiskModule>, { builtIn, all }: KernelDrivers): boolean {
  return canReadDisks(found) && (found.has("virtio_pci") || builtIn.has("virtio_pci") || !all.has("virtio_pci"));
}

/** The virtio modules in an initramfs; undefined where it cannot be read to its end in time. */
async function modulesIn(probe: DiskProbe, file: string): Promise<ReadonlySet<DiskModule> | undefined> {
  const archive = await findMainArchive(async (offset, limitBytes) => {
    const [piece] = await probe.ask([{ kind: "piece", target: `${offset}|${file}`, limitBytes }]);
    return piece ?? Buffer.alloc(0);
  });
  if (archive === undefined) return undefined;
  const target = `${archive.codec}|${archive.offsetBytes}|${file}`;
  const [answer] = await probe.ask([{ kind: "modules", target, limitBytes: LIST_BYTES }]);
  const { modules, isComplete } = parseModules(answer ?? Buffer.alloc(0));
  return isComplete || (canReadDisks(modules) && modules.has("virtio_pci")) ? modules : undefined;
}

/**
 * What a Windows system can use of a cloud: virtio disks, by a driver that is there and, where its registry can be read, starts with it; and
 * initialisation by cloudbase-init. Errors: those of the probe.
 */
export async function windowsExtras(probe: DiskProbe, device: string): Promise<{ hasVirtioDrivers: boolean; hasCloudInit: boolean }> {
  const [drivers, cloudbase, services] = await probe.ask([
    { kind: "list", target: `${device}/${WINDOWS_DRIVERS}`, limitBytes: 4 * LIST_BYTES },
    { kind: "list", target: `${device}/${CLOUDBASE_INIT}`, limitBytes: LIST_BYTES },
    { kind: "services", target: `${device}/${SYSTEM_HIVE}`, limitBytes: 4 * LIST_BYTES },
  ]);
  const names = (answer: Buffer | undefined) => answer?.toString().split(/\s+/).filter(Boolean) ?? [];
  const started = bootServices(services?.toString() ?? "");
  const files = names(drivers).flatMap((name) => WINDOWS_DISK_DRIVER.exec(name)?.[1]?.toLowerCase() ?? []);
  return { hasVirtioDrivers: files.some((name) => started?.has(name) ?? true), hasCloudInit: names(cloudbase).length > 0 };
}
