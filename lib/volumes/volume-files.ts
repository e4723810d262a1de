import "server-only";
import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { env } from "@/lib/platform/env";

/** Where the disks of servers lie on this host: one QCOW2 file per volume, named by its id. */
export function volumePath(regionId: string, volumeId: string): string {
  return path.join(env().dataDir, "regions", regionId, "volumes", `${volumeId}.qcow2`);
}

export async function makeVolumeFolder(regionId: string): Promise<void> {
  await mkdir(path.dirname(volumePath(regionId, "x")), { recursive: true, mode: 0o750 });
}

/** Removes a volume's disk and what an interrupted job left beside it. */
export async function removeVolumeFiles(regionId: string, volumeId: string): Promise<void> {
  const file = volumePath(regionId, volumeId);
  await Promise.all([file, `${file}.filling`, `${file}.making`].map((each) => rm(each, { force: true })));
}

/** The volumes that have a file here. */
export async function storedVolumes(regionId: string): Promise<string[]> {
  const names = await readdir(path.dirname(volumePath(regionId, "x"))).catch(() => []); // no server was ever made here
  return [...new Set(names.flatMap((name) => /^([0-9a-f-]{36})\.qcow2(?:\.filling|\.making)?$/.exec(name)?.[1] ?? []))];
}

/** Bytes a unix socket's address may have on Linux. */
const SOCKET_PATH_MAX = 100;

/**
 * Address under which this host serves image disks to its volumes. Volumes record it, so it must be the same at every start;
 * a data folder with a long name gets a short one beside the system's temporary files.
 */
export function diskSocketPath(): string {
  const natural = path.join(env().dataDir, "run", "disks.sock");
  if (Buffer.byteLength(natural) <= SOCKET_PATH_MAX) return natural;
  const name = createHash("sha256").update(env().dataDir).digest("hex").slice(0, 16);
  return path.join(tmpdir(), `ims-${name}`, "disks.sock");
}
