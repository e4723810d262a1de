import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { copyImageAcross } from "@/lib/copies/commands/copy-image-across";
import { MIB } from "@/lib/disk/model";
import { exportImage } from "@/lib/exports/commands/export-image";
import { createAgency } from "@/lib/iam/commands/create-agency";
import { db } from "@/lib/platform/db/client";
import { projectOf } from "@/lib/testing/factories";
import { aBucket } from "@/lib/testing/objects";
import { DISK_BYTES, qemuImg, rawDisk, scratch, storedDisk } from "./disks";
import { medianOf, report, secondsOf } from "./report";
import { allJobsEnded, service } from "./running-service";
import { registeredImage } from "./server";
import { until } from "./until";

const TARGET_REGION = "cn-south-1";
/** Runs of what takes seconds and depends on the disk's mood; by turns with what they are held against. */
const TURNS = 5;

const execute = promisify(execFile);

/** Each export format as qemu-img writes it of the same disk; it knows nothing of ZVHD and ZVHD2. */
const BY_QEMU_IMG = {
  qcow2: ["-O", "qcow2", "-c"],
  vmdk: ["-O", "vmdk", "-o", "subformat=streamOptimized"],
  vhd: ["-O", "vpc", "-o", "subformat=dynamic,force_size=on"],
} as const;
const FORMATS = [...(Object.keys(BY_QEMU_IMG) as (keyof typeof BY_QEMU_IMG)[]), "zvhd2", "zvhd"] as const;

/** A copy to another region beside `dd` of the same bytes to the disk, and with reading them back; and an export in each format beside qemu-img's own. */
export async function measureExchange(): Promise<void> {
  const imageId = await registeredImage();
  await allJobsEnded();
  await measureCopyAcross(imageId);
  for (const format of FORMATS) await measureExport(imageId, format);
}

async function measureCopyAcross(imageId: string): Promise<void> {
  const { owner, ownerIn } = await service();
  const target = projectOf(await ownerIn(TARGET_REGION));
  const { agencyId } = await createAgency(owner, { name: "bench", projectId: target.id });
  const { file, manifest } = await storedDisk();
  const to = { targetRegionId: TARGET_REGION, targetProjectId: target.id, agencyId };
  const { ours, dd, checked } = await byTurns(TURNS, {
    ours: (turn) => done(copyImageAcross(owner, { imageId, name: `bench-copy-${turn}`, ...to })),
    dd: () => writtenDurably(file),
    checked: () => writtenAndReadBack(file),
  });
  const bytes = manifest.objectSizeBytes;
  reportBeside("copy_across", "dd", { bytes, ours, theirs: dd });
  reportBeside("copy_across", "dd_checked", { bytes, ours, theirs: checked });
}

/** From asking until the object is in its bucket, read back and registered; beside the slower of qemu-img and the disk, with what it made. */
async function measureExport(imageId: string, format: (typeof FORMATS)[number]): Promise<void> {
  const { owner } = await service();
  const bucket = await aBucket(owner);
  const exported = (turn: number) => done(exportImage(owner, { imageId, bucketId: bucket.id, objectName: `${turn}.${format}`, format }));
  if (format === "zvhd" || format === "zvhd2") {
    report(`export_${format}_throughput`, DISK_BYTES / MIB / (await secondsOf(() => exported(0))), "MiB/s");
    return;
  }
  const source = await rawDisk();
  const made = scratch(`codec.${format}`);
  // A codec that compresses takes half a minute, whatever the disk does.
  const { ours, codec, disk, checked } = await byTurns(format === "vhd" ? TURNS : 1, {
    ours: exported,
    codec: () => qemuImg("convert", "-f", "raw", ...BY_QEMU_IMG[format], source, made),
    disk: () => writtenDurably(made),
    checked: () => writtenAndReadBack(made),
  });
  report(`export_${format}_dd_throughput`, DISK_BYTES / MIB / disk, "MiB/s");
  report(`export_${format}_dd_checked_throughput`, DISK_BYTES / MIB / checked, "MiB/s");
  reportBeside(`export_${format}`, "qemu_img", { bytes: DISK_BYTES, ours, theirs: codec });
  report(`export_${format}_to_slower`, Math.max(codec, disk) / ours, "×");
  report(`export_${format}_to_slower_checked`, Math.max(codec, checked) / ours, "×");
}

function reportBeside(name: string, other: string, { bytes, ours, theirs }: { bytes: number; ours: number; theirs: number }): void {
  report(`${name}_throughput`, bytes / MIB / ours, "MiB/s");
  report(`${name}_${other}_throughput`, bytes / MIB / theirs, "MiB/s");
  report(`${name}_to_${other}`, theirs / ours, "×");
}

/** Seconds each takes, the median of some turns. */
async function byTurns<Names extends string>(
  turns: number,
  works: Readonly<Record<Names, (turn: number) => Promise<unknown>>>,
): Promise<Record<Names, number>> {
  const named = Object.entries<(turn: number) => Promise<unknown>>(works);
  const seconds = named.map((): number[] => []);
  for (let turn = 0; turn < turns; turn++)
    for (const [index, [, work]] of named.entries()) seconds[index]?.push(await secondsOf(() => work(turn)));
  return Object.fromEntries(named.map(([name], index) => [name, medianOf(seconds[index] ?? [])])) as Record<Names, number>; // fromEntries forgets which keys it was given
}

async function writtenDurably(file: string): Promise<void> {
  await execute("dd", [`if=${file}`, `of=${scratch("written")}`, "bs=4M", "conv=fsync"]);
}

/** What the disk does in a copy that is proven: every byte read from it, written to it and read back from it. */
async function writtenAndReadBack(file: string): Promise<void> {
  const written = scratch("written");
  await execute("dd", [`if=${file}`, `of=${written}`, "bs=4M", "iflag=direct", "oflag=direct", "conv=fsync"]);
  await execute("dd", [`if=${written}`, "of=/dev/null", "bs=4M", "iflag=direct"]);
}

async function done(asked: Promise<{ jobId: string }>): Promise<void> {
  const { jobId } = await asked;
  await until(async () => {
    const { status, errorCode } = await db().job.findUniqueOrThrow({ where: { id: jobId }, select: { status: true, errorCode: true } });
    if (status === "failed") throw new Error(`the task failed: ${errorCode}`);
    return status === "succeeded";
  });
}
