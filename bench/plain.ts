import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { promisify } from "node:util";
import { MIB } from "@/lib/disk/model";
import { receive, sendFile } from "./bytes";
import { DISK_BYTES, rawDisk, scratch } from "./disks";
import { report, secondsOf } from "./report";

/** What this machine gives at best: plain streams over the same loopback, and the two digests of the image API by coreutils. */
export async function measurePlain(): Promise<void> {
  const source = await rawDisk();
  const server = fork(path.join(import.meta.dirname, "bench-plain-server.mjs"), [scratch("plain.raw")]);
  const [{ port }] = await once(server, "message");
  const url = new URL(`http://127.0.0.1:${port}/`);
  const throughputOf = async (work: () => Promise<unknown>) => DISK_BYTES / MIB / (await secondsOf(work));
  report(
    "plain_upload_throughput",
    await throughputOf(() => sendFile(url, "PUT", { "content-length": String(DISK_BYTES) }, source)),
    "MiB/s",
  );
  report("plain_download_throughput", await throughputOf(() => receive(url, {}, DISK_BYTES)), "MiB/s");
  server.kill();
  for (const tool of ["md5sum", "sha512sum"]) {
    report(`${tool}_throughput`, await throughputOf(() => promisify(execFile)(tool, [source])), "MiB/s");
  }
}
