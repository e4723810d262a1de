import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { MIB } from "@/lib/disk/model";
import { registerImage } from "@/lib/images/commands/register-image";
import { db } from "@/lib/platform/db/client";
import { findRegion } from "@/lib/regions/configuration";
import { createServers } from "@/lib/servers/commands/create-servers";
import { FLAVORS } from "@/lib/servers/flavors";
import { projectOf } from "@/lib/testing/factories";
import { volumePath } from "@/lib/volumes/volume-files";
import { DISK_BYTES } from "./disks";
import { report } from "./report";
import { allJobsEnded, service } from "./running-service";
import { uploadedDisk } from "./transfer";
import { until } from "./until";

const SERVERS = 5;

let registered: Promise<string> | undefined;

/** A Normal image of the 1 GiB object in its bucket; registered once. Answers its id. */
export function registeredImage(): Promise<string> {
  registered ??= register();
  return registered;
}

async function register(): Promise<string> {
  const { owner } = await service();
  const objectId = await uploadedDisk();
  await allJobsEnded();
  const started = performance.now();
  const { imageId } = await registerImage(owner, { objectId, name: "bench", architecture: "x86", bootMode: "bios" });
  await until(async () => {
    const image = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { status: true, failureCode: true } });
    if (image.status === "killed") throw new Error(`the image failed: ${image.failureCode}`);
    return image.status === "active";
  });
  const seconds = (performance.now() - started) / 1000;
  report("register_image_seconds", seconds, "s");
  report("register_image_throughput", DISK_BYTES / MIB / seconds, "MiB/s");
  return imageId;
}

/** From the file in a bucket to a Normal image; and from asking for a server to the first bytes read from its disk. */
export async function measureServer(): Promise<void> {
  const imageId = await registeredImage();
  const times: number[] = [];
  for (let index = 0; index < SERVERS; index++) times.push(await firstRead(imageId, `bench-${index}`));
  report("server_first_read_best", Math.min(...times), "ms");
  report("server_first_read_worst", Math.max(...times), "ms");
}

async function firstRead(imageId: string, name: string): Promise<number> {
  const { owner } = await service();
  const { regionId } = projectOf(owner);
  const flavorId = FLAVORS.find(({ architecture }) => architecture === "x86")?.id ?? "";
  const zoneId = findRegion(regionId)?.zones[0]?.id ?? "";
  const started = performance.now();
  const { serverIds } = await createServers(owner, { imageId, name, flavorId, zoneId });
  const where = { serverId: serverIds[0] ?? "", status: { in: ["lazy" as const, "independent" as const] } };
  await until(async () => (await db().volume.count({ where })) > 0);
  const { id } = await db().volume.findFirstOrThrow({ where, select: { id: true } });
  await promisify(execFile)("qemu-io", ["--force-share", "-r", "-f", "qcow2", "-c", "read 0 64k", volumePath(regionId, id)]);
  return performance.now() - started;
}
