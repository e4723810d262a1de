import { KIB } from "../model";
import type { RootEvidence } from "./evidence";
import type { DiskProbe, Question } from "./probe";

/** Kernels that are looked at; systems keep two or three. */
const KERNELS_MAX = 4;
const LIST_BYTES = 16 * KIB;
const CONFIG_BYTES = 512 * KIB;
const BUILTIN_BYTES = 256 * KIB;

/** Where Windows keeps drivers and the initialisation of clouds, below the root of its volume. */
const WINDOWS_DRIVERS = "Windows/System32/drivers/";
const CLOUDBASE_INIT = "Program Files/Cloudbase Solutions/Cloudbase-Init/";
/** The drivers Windows needs to start from a virtio disk: block, or SCSI. Source: virtio-win. */
const WINDOWS_DISK_DRIVER = /^(viostor|vioscsi)\.sys$/i;

/**
 * Whether a kernel of a Linux system can use virtio disks: built in, as a module, or by its configuration. Undefined where no kernel is
 * seen to have modules at all. Errors: those of the probe.
 */
export async function hasLinuxVirtio(probe: DiskProbe, { path, kernelVersions }: RootEvidence): Promise<boolean | undefined> {
  const versions = kernelVersions.slice(-KERNELS_MAX);
  if (versions.length === 0) return undefined;
  const questions = versions.flatMap((version): Question[] => [
    { kind: "list", target: `${path}/lib/modules/${version}/kernel/drivers/block/`, limitBytes: LIST_BYTES },
    { kind: "read", target: `${path}/lib/modules/${version}/modules.builtin`, limitBytes: BUILTIN_BYTES },
    { kind: "read", target: `${path}/boot/config-${version}`, limitBytes: CONFIG_BYTES },
  ]);
  const answers = (await probe.ask(questions)).map((answer) => answer.toString("latin1"));
  return answers.some((text) => /\bvirtio_blk\.ko|^CONFIG_VIRTIO_BLK=[ym]/m.test(text));
}

/** What a Windows system can use of a cloud: virtio disks, and initialisation by cloudbase-init. Errors: those of the probe. */
export async function windowsExtras(probe: DiskProbe, device: string): Promise<{ hasVirtioDrivers: boolean; hasCloudInit: boolean }> {
  const [drivers, cloudbase] = await probe.ask([
    { kind: "list", target: `${device}/${WINDOWS_DRIVERS}`, limitBytes: 4 * LIST_BYTES },
    { kind: "list", target: `${device}/${CLOUDBASE_INIT}`, limitBytes: LIST_BYTES },
  ]);
  const names = (answer: Buffer | undefined) => answer?.toString().split(/\s+/).filter(Boolean) ?? [];
  return { hasVirtioDrivers: names(drivers).some((name) => WINDOWS_DISK_DRIVER.test(name)), hasCloudInit: names(cloudbase).length > 0 };
}
