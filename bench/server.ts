import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { GIB, MIB } from "@/lib/disk/model";
import { registerImage } from "@/lib/images/commands/register-image";
import { db } from "@/lib/platform/db/client";
import { findRegion } from "@/lib/regions/configuration";
import { createServers } from "@/lib/servers/commands/create-servers";
import { FLAVORS } from "@/lib/servers/flavors";
import { projectOf } from "@/lib/testing/factories";
import { volumePath } from "@/lib/volumes/volume-files";
import { DISK_BYTES, once, qemuImg, scratch } from "./disks";
import { medianOf, report } from "./report";
import { allJobsEnded, service } from "./running-service";
import { makeSystemDisk } from "./system-disk";
import { uploadedDisk, uploadFile } from "./transfer";
import { until } from "./until";

const SERVERS = 5;
const LARGE_DISK_BYTES = 64 * GIB;

/** A Normal image of the 1 GiB object in its bucket; registered once. Answers its id. */
export const registeredImage = once(async (): Promise<string> => {
  const objectId = await uploadedDisk();
  await allJobsEnded();
  const { imageId, seconds } = await register(objectId);
  report("register_image_seconds", seconds, "s");
  report("register_image_throughput", DISK_BYTES / MIB / seconds, "MiB/s");
  return imageId;
});

/** An image of 64 GiB with a system's files. */
async function largeImage(): Promise<string> {
  const file = scratch("large.qcow2");
  await qemuImg("convert", "-f", "raw", "-O", "qcow2", "-c", await makeSystemDisk("large.raw", LARGE_DISK_BYTES), file);
  const { objectId } = await uploadFile("large.qcow2", file);
  return (await register(objectId)).imageId;
}

async function register(objectId: string): Promise<{ imageId: string; seconds: number }> {
  const { owner } = await service();
  const started = performance.now();
  const { imageId } = await registerImage(owner, { objectId, name: `bench-${objectId}`, architecture: "x86", bootMode: "bios" });
  await until(async () => {
    const image = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { status: true, failureCode: true } });
    if (image.status === "killed") throw new Error(`the image failed: ${image.failureCode}`);
    return image.status === "active";
  });
  return { imageId, seconds: (performance.now() - started) / 1000 };
}

/** From the file in a bucket to a Normal image; and from asking for a server to the first bytes read from its disk, of 1 and of 64 GiB. */
export async function measureServer(): Promise<void> {
  await reportFirstReads("server_first_read", await registeredImage());
  await reportFirstReads("server_first_read_64g", await largeImage());
}

async function reportFirstReads(name: string, imageId: string): Promise<void> {
  const times: number[] = [];
  for (let index = 0; index < SERVERS; index++) times.push(await firstRead(imageId, `bench-${index}`));
  report(`${name}_best`, Math.min(...times), "ms");
  report(`${name}_median`, medianOf(times), "ms");
  report(`${name}_worst`, Math.max(...times), "ms");
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
