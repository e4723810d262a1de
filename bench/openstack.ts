import { MIB } from "@/lib/disk/model";
import { tokenHeaders } from "@/lib/testing/sessions";
import { receive, sendFile } from "./bytes";
import { DISK_BYTES, rawDisk } from "./disks";
import { report, secondsOf } from "./report";
import { allJobsEnded, service } from "./running-service";

/** 1 GiB into an image by the OpenStack image API, which answers when MD5 and SHA-512 are known; and back, from the disk and from memory. */
export async function measureOpenStack(): Promise<void> {
  const { product, owner } = await service();
  const [file, token] = await Promise.all([rawDisk(), tokenHeaders(owner)]);
  const created = await fetch(new URL("/v2/images", product.origin), {
    method: "POST",
    headers: { ...token, "content-type": "application/json" },
    body: JSON.stringify({ name: "bench", disk_format: "raw", container_format: "bare" }),
  });
  if (!created.ok) throw new Error(`the image was answered ${created.status} ${await created.text()}`);
  const { id } = (await created.json()) as { id: string }; // the image API's own words
  const url = new URL(`/v2/images/${id}/file`, product.origin);
  const headers = { ...token, "content-type": "application/octet-stream", "content-length": String(DISK_BYTES) };
  const up = await secondsOf(() => sendFile(url, "PUT", headers, file));
  await allJobsEnded(); // the image's disk is made of what was uploaded
  const download = () => receive(url, token, DISK_BYTES);
  const first = await secondsOf(download);
  const again = await secondsOf(download);
  report("openstack_upload_throughput", DISK_BYTES / MIB / up, "MiB/s");
  report("openstack_download_first_throughput", DISK_BYTES / MIB / first, "MiB/s");
  report("openstack_download_throughput", DISK_BYTES / MIB / again, "MiB/s");
}
