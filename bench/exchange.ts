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
import { report, secondsOf } from "./report";
import { allJobsEnded, service } from "./running-service";
import { registeredImage } from "./server";
import { until } from "./until";

const TARGET_REGION = "cn-south-1";

const execute = promisify(execFile);

/** Each export format as qemu-img writes it of the same disk; it knows nothing of ZVHD and ZVHD2. */
const BY_QEMU_IMG = {
  qcow2: ["-O", "qcow2", "-c"],
  vmdk: ["-O", "vmdk", "-o", "subformat=streamOptimized"],
  vhd: ["-O", "vpc", "-o", "subformat=dynamic,force_size=on"],
} as const;
const FORMATS = [...(Object.keys(BY_QEMU_IMG) as (keyof typeof BY_QEMU_IMG)[]), "zvhd2", "zvhd"] as const;

/** A copy to another region beside `dd` of the same bytes to the disk; and an export in each format beside qemu-img's own. */
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
  const mib = manifest.objectSizeBytes / MIB;
  const plain = await secondsOf(() => execute("dd", [`if=${file}`, `of=${scratch("copy.zvhd2")}`, "bs=4M", "conv=fsync"]));
  const ours = await secondsOf(() =>
    done(copyImageAcross(owner, { imageId, name: "bench-copy", targetRegionId: TARGET_REGION, targetProjectId: target.id, agencyId })),
  );
  report("copy_across_throughput", mib / ours, "MiB/s");
  report("copy_across_dd_throughput", mib / plain, "MiB/s");
  report("copy_across_to_dd", plain / ours, "×");
}

/** From asking until the object is in its bucket, read back and registered. */
async function measureExport(imageId: string, format: (typeof FORMATS)[number]): Promise<void> {
  const { owner } = await service();
  const bucket = await aBucket(owner);
  const seconds = await secondsOf(() => done(exportImage(owner, { imageId, bucketId: bucket.id, objectName: `disk.${format}`, format })));
  report(`export_${format}_throughput`, DISK_BYTES / MIB / seconds, "MiB/s");
  if (format === "zvhd" || format === "zvhd2") return;
  const source = await rawDisk();
  const codec = await secondsOf(() => qemuImg("convert", "-f", "raw", ...BY_QEMU_IMG[format], source, scratch(`codec.${format}`)));
  report(`export_${format}_qemu_img_throughput`, DISK_BYTES / MIB / codec, "MiB/s");
  report(`export_${format}_to_qemu_img`, codec / seconds, "×");
}

async function done(asked: Promise<{ jobId: string }>): Promise<void> {
  const { jobId } = await asked;
  await until(async () => {
    const { status, errorCode } = await db().job.findUniqueOrThrow({ where: { id: jobId }, select: { status: true, errorCode: true } });
    if (status === "failed") throw new Error(`the task failed: ${errorCode}`);
    return status === "succeeded";
  });
}
