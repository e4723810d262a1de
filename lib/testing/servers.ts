import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { passphraseOf } from "@/lib/disk/qemu/volume-access";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { createServers } from "@/lib/servers/commands/create-servers";
import type { CreateServersInput } from "@/lib/servers/schemas";
import { openVolume } from "@/lib/volumes/content/volume-key";
import { volumePath } from "@/lib/volumes/volume-files";
import { projectOf } from "./factories";
import { deliverJob } from "./jobs";

/** Applies for servers in the first zone of the actor's region. */
export function applyForServers(actor: Actor, input: Pick<CreateServersInput, "imageId"> & Partial<CreateServersInput>) {
  return createServers(actor, { name: "web", flavorId: "s6.small.2", zoneId: `${projectOf(actor).regionId}a`, ...input });
}

/** A running server of an image, whose system disk still reads from the image. */
export async function aLazyServer(actor: Actor, input: Pick<CreateServersInput, "imageId"> & Partial<CreateServersInput>): Promise<string> {
  const { serverIds } = await applyForServers(actor, { start: true, ...input });
  const [serverId = ""] = serverIds;
  const job = await db().job.findFirstOrThrow({ where: { serverId, kind: "createServer" }, select: { id: true } });
  await deliverJob(job.id);
  return serverId;
}

/** Where the system disk of a server lies. */
export async function diskOf(serverId: string): Promise<{ id: string; path: string; status: string }> {
  const { id, regionId, status } = await db().volume.findFirstOrThrow({ where: { serverId, bootable: true } });
  return { id, path: volumePath(regionId, id), status };
}

/** What QEMU's own tools open: a raw file, or a disk with the key that the service has for it. */
interface OpenedDisk {
  readonly reference: string;
  /** Definition of its key. */
  readonly secret: readonly string[];
}

const execute = promisify(execFile);

function rawFile(filename: string): OpenedDisk {
  return { reference: `json:${JSON.stringify({ driver: "raw", file: { driver: "file", filename } })}`, secret: [] };
}

/** Opens a disk to QEMU's tools as a server's machine would, outside of the service's sandbox. */
async function withDisk<T>({ path: filename }: { path: string }, use: (disk: OpenedDisk) => Promise<T>): Promise<T> {
  const image = { driver: "qcow2", file: { driver: "file", filename } };
  const id = path.basename(filename, ".qcow2");
  const volume = await db().volume.findUnique({ where: { id } });
  const { dataKey } = volume === null ? {} : await openVolume(volume);
  if (dataKey === undefined) return use({ reference: `json:${JSON.stringify(image)}`, secret: [] });
  const folder = await mkdtemp(path.join(tmpdir(), "disk-key-"));
  const keyFile = path.join(folder, "key");
  await writeFile(keyFile, passphraseOf(dataKey), { mode: 0o600 });
  const encrypt = { format: "luks", "key-secret": `key-${id}` };
  const secret = ["--object", `secret,id=key-${id},file=${keyFile}`];
  return use({ reference: `json:${JSON.stringify({ ...image, encrypt })}`, secret }).finally(() => rm(folder, { recursive: true }));
}

async function areSame(a: OpenedDisk, b: OpenedDisk): Promise<boolean> {
  const comparing = execute("qemu-img", ["compare", "-U", "-q", ...a.secret, ...b.secret, a.reference, b.reference]);
  return comparing.then(
    () => true,
    (error: { code?: number }) => {
      if (error.code === 1) return false;
      throw error;
    },
  );
}

/** Whether a server's disk reads as this raw file does, and zeros behind it. */
export function readsAs(volume: { path: string }, file: string): Promise<boolean> {
  return withDisk(volume, (disk) => areSame(disk, rawFile(file)));
}

/** Writes a pattern onto a disk as its server would, at an offset. Unit: bytes. */
export async function writeOnto(volume: { path: string }, pattern: { byte: number; offset: number; length: number }): Promise<void> {
  const { byte, offset, length } = pattern;
  const write = `write -q -P ${byte} ${offset} ${length}`;
  await withDisk(volume, ({ reference, secret }) => execute("qemu-io", [...secret, "-c", write, reference]));
}

/** Whether two disks of servers read the same; a longer one ends in zeros. */
export function sameDisks(a: { path: string }, b: { path: string }): Promise<boolean> {
  return withDisk(a, (first) => withDisk(b, (second) => areSame(first, second)));
}

/** A copy of a disk as it is now, which nobody changes; in the folder given. */
export async function copyOf(volume: { path: string }, folder: string): Promise<string> {
  const file = path.join(folder, `${randomUUID()}.raw`);
  await withDisk(volume, ({ reference, secret }) => execute("qemu-img", ["convert", "-U", ...secret, "-O", "raw", reference, file]));
  return file;
}
