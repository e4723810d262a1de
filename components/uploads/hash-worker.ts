import { createSHA256, type IHasher } from "hash-wasm";
import type { HashReply, HashRequest } from "./hash-protocol";

/** Read at a time: what the memory of the worker grows by, however large the file. Unit: bytes. */
const SLICE_BYTES = 4 * 1024 * 1024;

let file: Blob | undefined;
let hasher: IHasher | undefined;
let done = 0;
let target = 0;
let running = false;

self.addEventListener("message", ({ data }: MessageEvent<HashRequest>) => {
  if (data.kind === "open") file = data.file;
  else target = Math.max(target, data.bytes);
  if (!running) void run().catch(() => reply({ kind: "failed" }));
});

async function run(): Promise<void> {
  if (file === undefined) return;
  running = true;
  hasher ??= (await createSHA256()).init();
  while (done < Math.min(target, file.size)) {
    const slice = file.slice(done, Math.min(done + SLICE_BYTES, target, file.size));
    hasher.update(new Uint8Array(await slice.arrayBuffer()));
    done += slice.size;
  }
  running = false;
  if (done === file.size && target >= file.size) reply({ kind: "digest", sha256: hasher.digest("hex") });
}

function reply(message: HashReply): void {
  self.postMessage(message);
}
