import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { openSealed, readThrough } from "@/lib/disk/crypt/open-sealed";
import { seal } from "@/lib/disk/crypt/seal";
import { openFileAccess } from "@/lib/disk/inspect/file-access";
import { MIB } from "@/lib/disk/model";
import { scratch, storedDisk } from "../disks";
import { report } from "../report";
import { bestOf, watched } from "./best-of";
import { overNbd, storedDevice } from "./devices";
import { at, coldAndWarm } from "./random-reads";

export const SEALING = { dataKey: Buffer.alloc(32, 5), boundTo: "bench" };
const RUNS = 3;
let sealed: Promise<string> | undefined;

/** The bench's disk, sealed. */
export function sealedDisk(): Promise<string> {
  sealed ??= writeSealed(scratch("disk.sealed"));
  return sealed;
}

async function writeSealed(path: string): Promise<string> {
  const { file } = await storedDisk();
  const handle = await open(path, "w");
  for await (const chunk of seal(createReadStream(file, { highWaterMark: MIB }), SEALING)) await handle.write(chunk);
  await handle.close();
  return path;
}

/** What encryption costs: sealing and opening whole objects, and reads at random through NBD. */
export async function measureSealing(): Promise<void> {
  const path = await sealedDisk();
  const megabytes = (await stat(path)).size / MIB;
  const { file } = await storedDisk();
  const drain = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) if (chunk.length === 0) return;
  };
  const stream = () => createReadStream(file, { highWaterMark: MIB });
  const sealing = await watched("disk_seal", () => bestOf(RUNS, () => drain(seal(stream(), SEALING))));
  report("disk_seal", megabytes / sealing, "MiB/s");
  const access = await openFileAccess(path);
  const opening = await watched("disk_unseal", () => bestOf(RUNS, async () => drain(readThrough(await openSealed(access, SEALING)))));
  report("disk_unseal", megabytes / opening, "MiB/s");
  await access.close();
  const { device, file: used } = await storedDevice((source) => openSealed(source, SEALING), path);
  const { cold, warm } = await overNbd(device, coldAndWarm);
  await used.close();
  report("disk_random_64k_cold_sealed_p50", at(cold, 50), "ms");
  report("disk_random_64k_warm_sealed_p50", at(warm, 50), "ms");
}
