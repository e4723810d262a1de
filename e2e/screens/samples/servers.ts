import { db, type Prisma } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { inProjectOf, minutesAgo } from "../world";
import { layOutJob } from "./images";

interface SampleServer {
  readonly name: string;
  readonly flavorId: string;
  readonly image: "normal" | "windows" | "centos";
  readonly imageName: string;
  readonly minutes: number;
  readonly status: Prisma.ServerUncheckedCreateInput["status"];
  readonly volume: Prisma.VolumeUncheckedCreateInput["status"];
  readonly failureCode?: string;
  readonly dataDisksGb?: Readonly<Record<string, number>>;
}

const SERVERS = {
  filling: {
    name: "web-01",
    flavorId: "s6.large.2",
    image: "normal",
    imageName: "web-frontend-2026.11",
    minutes: 2,
    status: "stopped",
    volume: "lazy",
  },
  second: {
    name: "web-02",
    flavorId: "s6.large.2",
    image: "normal",
    imageName: "web-frontend-2026.11",
    minutes: 40,
    status: "stopped",
    volume: "independent",
    dataDisksGb: { vdb: 100, vdc: 500 },
  },
  erp: {
    name: "erp-production",
    flavorId: "m6.2xlarge.8",
    image: "windows",
    imageName: "erp-app-server",
    minutes: 900,
    status: "running",
    volume: "independent",
  },
  broken: {
    name: "batch-7",
    flavorId: "c3.xlarge.4",
    image: "centos",
    imageName: "batch-worker-centos",
    minutes: 2_000,
    status: "error",
    volume: "error",
    failureCode: "storageFull",
  },
} as const satisfies Record<string, SampleServer>;

/** Servers in every state, each with its system disk. */
export async function layOutServers(
  actor: Actor,
  images: Readonly<Record<SampleServer["image"], string>>,
): Promise<Record<keyof typeof SERVERS, string>> {
  const ids: Record<string, string> = {};
  for (const [key, sample] of Object.entries<SampleServer>(SERVERS)) {
    const row = inProjectOf(actor);
    const { name, flavorId, imageName, status, failureCode, minutes } = sample;
    const createdAt = minutesAgo(minutes);
    const image = await db().image.findUniqueOrThrow({ where: { id: images[sample.image] }, select: { id: true, diskId: true } });
    await db().server.create({
      data: { ...row, zoneId: `${row.regionId}a`, name, flavorId, status, failureCode, imageId: image.id, imageName, createdAt },
    });
    const disk = { ...inProjectOf(actor), serverId: row.id, zoneId: `${row.regionId}a`, createdAt };
    const system = { name, device: "vda", sizeGb: 40, status: sample.volume, imageDiskId: image.diskId, readyMs: 187 };
    await db().volume.create({ data: { ...disk, ...system } });
    for (const [device, sizeGb] of Object.entries(sample.dataDisksGb ?? {}))
      await db().volume.create({
        data: { ...disk, id: inProjectOf(actor).id, name: `${name}-${device}`, device, sizeGb, bootable: false, status: "independent" },
      });
    const job = { serverId: row.id, targetName: name, createdAt };
    if (sample.volume === "lazy")
      await layOutJob(actor, { ...job, kind: "fillVolume", status: "running", stage: "copy", percent: 63, attempt: 1 });
    else if (status === "error")
      await layOutJob(actor, { ...job, kind: "createServer", status: "failed", errorCode: failureCode, attempt: 4 });
    else await layOutJob(actor, { ...job, kind: "createServer", status: "succeeded", percent: 100, attempt: 1 });
    ids[key] = row.id;
  }
  return ids as Record<keyof typeof SERVERS, string>; // of the same keys
}
