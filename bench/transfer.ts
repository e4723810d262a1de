import { stat } from "node:fs/promises";
import { MIB } from "@/lib/disk/model";
import { objectDownloadPath } from "@/lib/objects/model";
import { db } from "@/lib/platform/db/client";
import { projectOf } from "@/lib/testing/factories";
import { aBucket } from "@/lib/testing/objects";
import { tokenHeaders } from "@/lib/testing/sessions";
import { RawTus } from "@/lib/testing/tus-client";
import { receive, writeFileTo } from "./bytes";
import { DISK_BYTES, rawDisk } from "./disks";
import { report, secondsOf } from "./report";
import { service } from "./running-service";

let uploaded: Promise<string> | undefined;

/** The raw disk as an object in a bucket of the service; uploaded once. Answers its id. */
export function uploadedDisk(): Promise<string> {
  uploaded ??= upload();
  return uploaded;
}

/** 1 GiB in one request through the resumable route, until the object is there with its digest; and back, from the disk and from the system's memory. */
export async function measureTransfer(): Promise<void> {
  const objectId = await uploadedDisk();
  const { product, owner } = await service();
  const { id: projectId, regionId } = projectOf(owner);
  const url = new URL(objectDownloadPath({ regionId, projectId }, objectId), product.origin);
  const headers = await tokenHeaders(owner);
  const download = () => receive(url, headers, DISK_BYTES);
  report("download_first_throughput", DISK_BYTES / MIB / (await secondsOf(download)), "MiB/s");
  report("download_throughput", DISK_BYTES / MIB / (await secondsOf(download)), "MiB/s");
}

async function upload(): Promise<string> {
  const { objectId, seconds } = await uploadFile("disk.raw", await rawDisk());
  report("upload_throughput", DISK_BYTES / MIB / seconds, "MiB/s");
  return objectId;
}

/** Sends a file into a bucket of its own, in one request. */
export async function uploadFile(name: string, file: string): Promise<{ objectId: string; seconds: number }> {
  const { product, owner } = await service();
  const [{ size: sizeBytes }, bucket, tus] = await Promise.all([stat(file), aBucket(owner), RawTus.of(product.origin, owner)]);
  const { headers } = await tus.create({ bucketId: bucket.id, name, sizeBytes });
  const seconds = await secondsOf(async () => {
    const { request, answer } = tus.open(headers.location ?? "", 0, sizeBytes);
    await writeFileTo(request, file);
    const { status, body } = await answer;
    if (status !== 204) throw new Error(`the upload was answered ${status} ${body}`);
  });
  const { id: objectId } = await db().bucketObject.findFirstOrThrow({ where: { bucketId: bucket.id }, select: { id: true } });
  return { objectId, seconds };
}
