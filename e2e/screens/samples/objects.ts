import { createHash } from "node:crypto";
import { type DetectedOs, type DiskFacts, GIB, MIB } from "@/lib/disk/model";
import type { ObjectInspection } from "@/lib/objects/model";
import { db, type Prisma } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { bucketObjectKey } from "@/lib/platform/storage/paths";
import { inProjectOf, minutesAgo } from "../world";

interface SampleObject {
  readonly name: string;
  readonly sizeBytes: number;
  readonly minutes: number;
  readonly inspection: ObjectInspection | null;
}

const os = (version: string, prettyName: string, more: Partial<DetectedOs> = {}): DetectedOs => ({
  family: "linux",
  version,
  prettyName,
  bits: 64,
  architecture: "x86",
  bootModes: ["bios"],
  ...more,
});

const found = (facts: DiskFacts, system: DetectedOs | null): ObjectInspection => ({ state: "ok", facts, os: system });

const OBJECTS = {
  ubuntu: {
    name: "ubuntu-18.04-server-cloudimg-amd64.vmdk",
    sizeBytes: 367.4 * MIB,
    minutes: 12,
    inspection: found(
      { format: "vmdk", subformat: "streamOptimized", virtualSizeBytes: 40 * GIB },
      os("Ubuntu 18.04 Server 64bit", "Ubuntu 18.04.6 LTS"),
    ),
  },
  centos: {
    name: "CentOS-7-x86_64-GenericCloud-2009.qcow2",
    sizeBytes: 847.8 * MIB,
    minutes: 95,
    inspection: found({ format: "qcow2", subformat: "v3", virtualSizeBytes: 8 * GIB }, os("CentOS 7.9 64bit", "CentOS Linux 7 (Core)")),
  },
  windows: {
    name: "erp/windows-server-2019-datacenter.vhdx",
    sizeBytes: 9.31 * GIB,
    minutes: 1_500,
    inspection: found(
      { format: "vhdx", subformat: "dynamic", virtualSizeBytes: 127 * GIB },
      os("Windows Server 2019 Datacenter 64bit", "Windows Server 2019 Datacenter", { family: "windows", bootModes: ["uefi"] }),
    ),
  },
  unlisted: {
    name: "ubuntu-22.04-server-cloudimg-amd64.img",
    sizeBytes: 642.1 * MIB,
    minutes: 200,
    inspection: found(
      { format: "qcow2", subformat: "v3", virtualSizeBytes: 2.2 * GIB },
      os("Other_Linux (64_bit)", "Ubuntu 22.04.5 LTS", { bootModes: ["bios", "uefi"], hasVirtioDrivers: false }),
    ),
  },
  data: {
    name: "postgres-data.raw",
    sizeBytes: 64 * GIB,
    minutes: 4_400,
    inspection: found({ format: "raw", virtualSizeBytes: 64 * GIB }, null),
  },
  hostile: {
    name: "contractor-handover.qcow2",
    sizeBytes: 192.5 * 1024,
    minutes: 30,
    inspection: { state: "refused", code: "unsafeImage", detail: { construct: "qcow2.backingFile", offsetBytes: 8, found: "/etc/shadow" } },
  },
  pending: { name: "debian-10-arm64.img", sizeBytes: 2 * GIB, minutes: 0, inspection: null },
} as const satisfies Record<string, SampleObject>;

/** Files as uploads leave them, what is inside already looked into; and an upload that stopped on the way. */
export async function layOutObjects(bucketId: string, actor: Actor): Promise<Record<keyof typeof OBJECTS, string>> {
  const rows = Object.entries(OBJECTS).map(([key, sample]): [string, Prisma.BucketObjectUncheckedCreateInput] => {
    const { id } = inProjectOf(actor);
    const { name, sizeBytes, minutes, inspection } = sample;
    const row = {
      id,
      bucketId,
      name,
      sizeBytes: Math.round(sizeBytes),
      sha256: createHash("sha256").update(name).digest("hex"),
      storageKey: bucketObjectKey(bucketId, id),
      createdAt: minutesAgo(minutes),
      ...(inspection === null ? {} : { inspection: { ...inspection } as unknown as Prisma.InputJsonObject }), // what the inspecting job writes
    };
    return [key, row];
  });
  await db().bucketObject.createMany({ data: rows.map(([, row]) => row) });
  await db().upload.create({
    data: {
      ...withoutRegion(inProjectOf(actor)),
      userId: actor.userId,
      bucketId,
      objectName: "oracle-linux-7.6-x86_64.vmdk",
      sizeBytes: 3_800_000_000,
      receivedBytes: 1_406_000_000,
      expiresAt: minutesAgo(-3_000),
    },
  });
  return Object.fromEntries(rows.map(([key, { id }]) => [key, id])) as Record<keyof typeof OBJECTS, string>; // of the same keys
}

function withoutRegion({ regionId: _, ...rest }: ReturnType<typeof inProjectOf>) {
  return rest;
}
