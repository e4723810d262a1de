import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { MEMORY_ENV } from "@/scripts/memory.mjs";
import { diskPart } from "../disks";
import { measureFirstSector } from "./first-sector";
import { measureRandomReads } from "./random-reads";
import { measureSealing } from "./sealing";
import { measureThroughput } from "./throughput";

/** The disk engine by itself, beside qemu-img and qemu-nbd on the same disk. */
export async function measureDisk(): Promise<void> {
  await measureThroughput();
  await measureRandomReads();
  await measureFirstSector();
  await measureSealing();
  // In a process of its own, whose peak is of nothing else.
  const { stdout } = await promisify(execFile)(process.execPath, [diskPart(), "sparse"], { env: { ...MEMORY_ENV, ...process.env } });
  process.stdout.write(stdout);
}
