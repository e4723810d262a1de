import { BlockThreads, unexpected } from "./block-threads";

/** Threads of this process, started when a block is first checked. */
const THREADS = 2;

let threads: BlockThreads | undefined;

/**
 * SHA-256 of a block, on a thread, without copying it: the memory goes there and comes back, so the block given is gone and the one answered
 * takes its place. `content` must be alone in its ArrayBuffer.
 */
export async function hashBlock(content: Buffer<ArrayBuffer>): Promise<{ content: Buffer; digest: Buffer }> {
  threads ??= new BlockThreads(THREADS, "block-hash");
  const reply = await threads.ask({ kind: "sha256", content: content.buffer }, [content.buffer]);
  if (reply.kind !== "sha256") return unexpected(reply);
  return { content: Buffer.from(reply.content), digest: Buffer.from(reply.digest) };
}
