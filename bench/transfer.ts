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
  const { product, owner } = await service();
  const [file, bucket, tus] = await Promise.all([rawDisk(), aBucket(owner), RawTus.of(product.origin, owner)]);
  const { headers } = await tus.create({ bucketId: bucket.id, name: "disk.raw", sizeBytes: DISK_BYTES });
  const seconds = await secondsOf(async () => {
    const { request, answer } = tus.open(headers.location ?? "", 0, DISK_BYTES);
    await writeFileTo(request, file);
    const { status, body } = await answer;
    if (status !== 204) throw new Error(`the upload was answered ${status} ${body}`);
  });
  report("upload_throughput", DISK_BYTES / MIB / seconds, "MiB/s");
  return (await db().bucketObject.findFirstOrThrow({ where: { bucketId: bucket.id }, select: { id: true } })).id;
}
