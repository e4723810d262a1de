import { stat } from "node:fs/promises";
import { MIB } from "@/lib/disk/model";
import { DISK_BYTES, qcow2Disk, qemuImg, rawDisk, scratch, storedDisk } from "./disks";
import { report, secondsOf } from "./report";

/** A disk of 1 GiB into ZVHD2 with all digests, beside qemu-img's own compression of it, as it comes and with its parallel writes. */
export async function measureImport(): Promise<void> {
  const source = await rawDisk();
  const { seconds, manifest } = await storedDisk();
  const qemu = await secondsOf(qcow2Disk);
  const parallel = await secondsOf(() =>
    qemuImg("convert", "-f", "raw", "-O", "qcow2", "-c", "-o", "compression_type=zstd", "-W", "-m", "8", source, scratch("parallel.qcow2")),
  );
  report("import_seconds", seconds, "s");
  report("import_throughput", DISK_BYTES / MIB / seconds, "MiB/s");
  report("import_stored", manifest.objectSizeBytes / MIB, "MiB");
  report("import_qemu_img_seconds", qemu, "s");
  report("import_qemu_img_parallel_seconds", parallel, "s");
  report("import_qemu_img_stored", (await stat(await qcow2Disk())).size / MIB, "MiB");
  report("import_to_qemu_img_parallel", seconds / parallel, "×");
}
