import { fork } from "node:child_process";
import { once } from "node:events";
import { openFileAccess } from "@/lib/disk/inspect/file-access";
import { MIB } from "@/lib/disk/model";
import { type NbdClient, openNbd } from "@/lib/disk/nbd/client";
import { startNbdServer } from "@/lib/disk/nbd/server";
import { BlockCache } from "@/lib/disk/zvhd2/block-cache";
import { zvhd2BlockDevice } from "@/lib/disk/zvhd2/block-device";
import type { DiskManifest } from "@/lib/disk/zvhd2/manifest";
import { openZvhd2 } from "@/lib/disk/zvhd2/reader";
import { diskPart, scratch } from "../disks";

const CACHE_BYTES = 96 * MIB;

interface StoredDisk {
  readonly file: string;
  readonly manifest: DiskManifest;
}

/** Serves a stored disk from a process of its own, as qemu-nbd is one, for as long as the work takes. */
export async function overNbdApart<Result>({ file, manifest }: StoredDisk, work: (client: NbdClient) => Promise<Result>): Promise<Result> {
  const socketPath = scratch("serve-apart");
  const server = fork(diskPart(), ["serve"], { serialization: "advanced", execArgv: ["--enable-source-maps"] });
  server.send({ file, manifest, socketPath });
  await once(server, "message");
  const client = await openNbd(socketPath, "disk");
  try {
    return await work(client);
  } finally {
    client.close();
    server.kill();
  }
}

/** The other process: told what to serve, serves until it is ended. */
export async function serveApart(): Promise<void> {
  const [told] = (await once(process, "message")) as [StoredDisk & { socketPath: string }]; // from `overNbdApart`
  const { file, manifest, socketPath } = told;
  const stored = await openFileAccess(file);
  const digests = { ...manifest, blockDigests: Buffer.from(manifest.blockDigests) };
  const device = await zvhd2BlockDevice(await openZvhd2(stored), new BlockCache(CACHE_BYTES), digests);
  await startNbdServer(socketPath, new Map([["disk", device]]));
  process.send?.("ready");
  await once(process, "disconnect");
}
