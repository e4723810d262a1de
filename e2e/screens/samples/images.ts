import { createHash, randomBytes } from "node:crypto";
import { GIB, MIB } from "@/lib/disk/model";
import { db, type Prisma } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { inProjectOf, minutesAgo } from "../world";

type ImageData = Partial<Prisma.ImageUncheckedCreateInput> & { readonly name: string };

interface SampleImage {
  readonly data: ImageData;
  /** Size of its stored disk; none: there is none yet. Unit: bytes. */
  readonly storedBytes?: number;
  readonly minutes: number;
  /** Data disks of a full-server image. Unit: GB. */
  readonly dataDisksGb?: readonly number[];
  /** The job that makes it, where there is one. */
  readonly job?: Partial<Prisma.JobUncheckedCreateInput>;
}

const linux = (osPlatform: string, osVersion: string, osDetected: string) => ({
  osFamily: "linux",
  osPlatform,
  osVersion,
  osDetected,
  osBits: 64,
  architecture: "x86" as const,
  bootMode: "bios" as const,
});
const fromFile = (sourceName: string, sourceFormat: string, sourceSubformat?: string) => ({
  sourceKind: "file",
  sourceName,
  sourceFormat,
  sourceSubformat,
});

const IMAGES = {
  creating: {
    data: { name: "ci-runner-base", status: "saving", ...fromFile("ci-runner.vmdk", "vmdk", "streamOptimized") },
    minutes: 1,
    job: { status: "running", stage: "convert", percent: 42, doneBytes: BigInt(1_311 * MIB), totalBytes: BigInt(3_120 * MIB), attempt: 1 },
  },
  queued: {
    data: { name: "jump-host-debian", status: "queued", ...fromFile("debian-10.qcow2", "qcow2", "v3") },
    minutes: 1,
    job: { status: "queued" },
  },
  failed: {
    data: {
      name: "contractor-handover",
      description: "Delivered by the contractor on 2026-11-20",
      status: "killed",
      failureCode: "unsafeImage",
      failureDetail: { construct: "qcow2.backingFile", offsetBytes: 8, found: "/etc/shadow" },
      ...fromFile("contractor-handover.qcow2", "qcow2"),
    },
    minutes: 28,
    job: { status: "failed", stage: "inspect", percent: 1, errorCode: "unsafeImage", attempt: 1 },
  },
  normal: {
    data: {
      name: "web-frontend-2026.11",
      description: "nginx, node 24 and the company's certificates; built by the release pipeline on every first Monday",
      minDiskGb: 40,
      minRamMb: 2048,
      tags: ["team=web", "stage=production"],
      ...linux("Ubuntu", "Ubuntu 18.04 Server 64bit", "Ubuntu 18.04.6 LTS"),
      ...fromFile("ubuntu-18.04-server-cloudimg-amd64.vmdk", "vmdk", "streamOptimized"),
    },
    storedBytes: 1.42 * GIB,
    minutes: 44,
    job: { status: "succeeded", percent: 100, attempt: 1 },
  },
  windows: {
    data: {
      name: "erp-app-server",
      minDiskGb: 127,
      minRamMb: 8192,
      osFamily: "windows",
      osPlatform: "Windows",
      osVersion: "Windows Server 2019 Datacenter 64bit",
      osBits: 64,
      architecture: "x86",
      bootMode: "uefi",
      ...fromFile("windows-server-2019-datacenter.vhdx", "vhdx", "dynamic"),
    },
    storedBytes: 8.87 * GIB,
    minutes: 1_480,
    job: { status: "succeeded", percent: 100, attempt: 2 },
  },
  centos: {
    data: {
      name: "batch-worker-centos",
      minDiskGb: 40,
      ...linux("CentOS", "CentOS 7.9 64bit", "CentOS Linux 7 (Core)"),
      hasCloudInit: true,
      hasVirtioDrivers: false,
      corrections: [
        { field: "osVersion", chosen: "CentOS 7.6 64bit", found: "CentOS 7.9 64bit" },
        { field: "bootMode", chosen: "uefi", found: "bios" },
      ],
      ...fromFile("CentOS-7-x86_64-GenericCloud-2009.qcow2", "qcow2", "v3"),
    },
    storedBytes: 611 * MIB,
    minutes: 2_900,
  },
  arm: {
    data: {
      name: "edge-gateway-openeuler-kunpeng",
      minDiskGb: 40,
      ...linux("openEuler", "openEuler 20.03 64bit", "openEuler 20.03 (LTS)"),
      architecture: "arm",
      bootMode: "uefi",
      ...fromFile("openEuler-20.03-LTS.aarch64.qcow2", "qcow2", "v3"),
    },
    storedBytes: 702 * MIB,
    minutes: 5_760,
  },
  data: {
    data: { name: "postgres-reference-data", kind: "data", minDiskGb: 64, ...fromFile("postgres-data.raw", "raw") },
    storedBytes: 21.4 * GIB,
    minutes: 8_000,
  },
  whole: {
    data: {
      name: "order-service-complete",
      kind: "whole",
      minDiskGb: 40,
      ...linux("Ubuntu", "Ubuntu 18.04 Server 64bit", "Ubuntu 18.04.6 LTS"),
    },
    storedBytes: 3.1 * GIB,
    dataDisksGb: [100, 500],
    minutes: 9_000,
  },
  protectedOne: {
    data: {
      name: "golden-debian-2026.08-do-not-delete-before-the-migration-of-all-branch-offices",
      protected: true,
      minDiskGb: 40,
      ...linux("Debian", "Debian 10.0.0 64bit", "Debian GNU/Linux 10 (buster)"),
      ...fromFile("debian-10.qcow2", "qcow2", "v3"),
    },
    storedBytes: 318 * MIB,
    minutes: 130_000,
  },
} as const satisfies Record<string, SampleImage>;

/** Private images of every kind and in every state, with the jobs that made them. */
export async function layOutImages(actor: Actor, objects: { readonly ubuntu: string }): Promise<Record<keyof typeof IMAGES, string>> {
  const ids: Record<string, string> = {};
  for (const [key, sample] of Object.entries<SampleImage>(IMAGES)) {
    const row = inProjectOf(actor);
    const createdAt = minutesAgo(sample.minutes);
    const diskId = sample.storedBytes === undefined ? undefined : await layOutDisk(actor, sample.storedBytes, sample.data.minDiskGb ?? 40);
    await db().image.create({
      data: {
        status: "active",
        sourceKind: "file",
        sourceObjectId: objects.ubuntu,
        ...row,
        ...sample.data,
        diskId,
        virtualSizeBytes: diskId === undefined ? undefined : BigInt((sample.data.minDiskGb ?? 40) * GIB),
        createdAt,
      },
    });
    for (const [index, sizeGb] of (sample.dataDisksGb ?? []).entries()) {
      const of = { imageId: row.id, diskId: await layOutDisk(actor, 0.2 * sizeGb * GIB, sizeGb) };
      await db().imageDataDisk.create({ data: { ...of, position: index + 1, sizeGb } });
    }
    if (sample.job !== undefined)
      await layOutJob(actor, { kind: "importImage", imageId: row.id, targetName: sample.data.name, createdAt, ...sample.job });
    ids[key] = row.id;
  }
  return ids as Record<keyof typeof IMAGES, string>; // of the same keys
}

async function layOutDisk(actor: Actor, sizeBytes: number, virtualGb: number): Promise<string> {
  const { id, regionId } = inProjectOf(actor);
  const digest = (text: string) => createHash("sha256").update(`${id} ${text}`).digest("hex");
  await db().imageDisk.create({
    data: {
      id,
      regionId,
      storageKey: `images/${id}/sample`,
      sizeBytes: BigInt(Math.round(sizeBytes)),
      virtualSizeBytes: BigInt(virtualGb * GIB),
      objectSha256: digest("object"),
      contentDigest: digest("content"),
      blockDigests: randomBytes(32),
    },
  });
  return id;
}

/** A job row that no queue knows, so it stays as it is. */
export async function layOutJob(actor: Actor, job: Partial<Prisma.JobUncheckedCreateInput> & { readonly kind: string }): Promise<void> {
  const createdAt = job.createdAt instanceof Date ? job.createdAt : new Date();
  const ended = job.status === "succeeded" || job.status === "failed" || job.status === "cancelled";
  const startedAt = job.status === "queued" ? undefined : new Date(createdAt.getTime() + 2_000);
  const endedAt = ended ? new Date(createdAt.getTime() + 96_000) : undefined;
  const who = { userId: actor.userId, userName: actor.userName };
  await db().job.create({
    data: { ...inProjectOf(actor), ...who, payload: {}, startedAt, stageStartedAt: startedAt, heartbeatAt: startedAt, endedAt, ...job },
  });
}
