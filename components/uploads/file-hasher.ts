import type { HashReply, HashRequest } from "./hash-protocol";

/** Computes a file's SHA-256 beside the page, in step with its upload. */
export interface FileHasher {
  /** Lets the digest go on to here. Unit: bytes. */
  upTo(bytes: number): void;
  /** The digest in hex. Rejects when the file changed or went away. */
  readonly digest: Promise<string>;
  close(): void;
}

/** A hasher in a Web Worker of its own: hashing 128 GiB takes minutes, and the page must stay quick. */
export function openFileHasher(file: File): FileHasher {
  const worker = new Worker(new URL("./hash-worker.ts", import.meta.url), { type: "module", name: "hash" });
  const post = (request: HashRequest) => worker.postMessage(request);
  const digest = new Promise<string>((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<HashReply>) => {
      if (data.kind === "digest") resolve(data.sha256);
      else reject(new Error("the file cannot be read"));
    });
    worker.addEventListener("error", () => reject(new Error("the hash worker failed")));
  });
  digest.catch(() => undefined); // whoever awaits it is told; nobody may be waiting yet
  post({ kind: "open", file });
  return { upTo: (bytes) => post({ kind: "upTo", bytes }), digest, close: () => worker.terminate() };
}
