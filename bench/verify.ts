import { openFileAccess } from "@/lib/disk/inspect/file-access";
import { MIB } from "@/lib/disk/model";
import { verifyDisk } from "@/lib/disk/pipeline/verify-disk";
import { DISK_BYTES, storedDisk } from "./disks";
import { report, secondsOf } from "./report";

/** Reading a stored disk back whole and comparing every digest. */
export async function measureVerify(): Promise<void> {
  const { file, manifest } = await storedDisk();
  const source = await openFileAccess(file);
  const seconds = await secondsOf(() => verifyDisk({ source, manifest }));
  await source.close();
  report("verify_throughput", DISK_BYTES / MIB / seconds, "MiB/s");
}
