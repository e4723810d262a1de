import { setTimeout } from "node:timers/promises";
import { openSealed } from "@/lib/disk/crypt/open-sealed";
import type { RandomAccess } from "@/lib/disk/model";
import { report } from "../report";
import { bestOf } from "./best-of";
import { overNbd, storedDevice } from "./devices";
import { SEALING, sealedDisk } from "./sealing";

/** What every request to a distant store costs. Unit: ms. */
const LATENCY_MS = 5;
const RUNS = 5;

/** From opening a stored disk to its first sector over NBD, each request to the store 5 ms late. */
export async function measureFirstSector(): Promise<void> {
  const first = async (wrap: (file: RandomAccess) => RandomAccess | Promise<RandomAccess>, path?: string) => {
    const { device, file } = await storedDevice(wrap, path);
    await overNbd(device, (client) => client.read(0, 512));
    await file.close();
  };
  report("disk_first_sector_5ms", 1000 * (await bestOf(RUNS, () => first(late))), "ms");
  const path = await sealedDisk();
  report("disk_first_sector_5ms_sealed", 1000 * (await bestOf(RUNS, () => first((file) => openSealed(late(file), SEALING), path))), "ms");
}

function late(source: RandomAccess): RandomAccess {
  return {
    sizeBytes: source.sizeBytes,
    async read(offset, length) {
      await setTimeout(LATENCY_MS);
      return source.read(offset, length);
    },
  };
}
