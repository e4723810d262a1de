import { stat } from "node:fs/promises";
import { MIB } from "@/lib/disk/model";
import { bestOf } from "./disk/best-of";
import { importRaw, scratch } from "./disks";
import { report } from "./report";
import { SYSTEM_DISK_BYTES, systemDisk, writeSystemQcow2 } from "./system-disk";

const RUNS = 3;

/** A system's disk of 8 GiB into ZVHD2 with all digests, beside qemu-img's own compression of it. */
export async function measureImport(): Promise<void> {
  const { file, dataBytes } = await systemDisk();
  const to = scratch("import.zvhd2");
  const ours = await bestOf(RUNS, () => importRaw(file, SYSTEM_DISK_BYTES, to));
  const qemu = await bestOf(RUNS, writeSystemQcow2);
  report("import_data", dataBytes / MIB, "MiB");
  report("import_seconds", ours, "s");
  report("import_stored", (await stat(to)).size / MIB, "MiB");
  report("import_qemu_img_seconds", qemu, "s");
  report("import_qemu_img_stored", (await stat(await writeSystemQcow2())).size / MIB, "MiB");
  report("import_to_qemu_img", ours / qemu, "×");
}
