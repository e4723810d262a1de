import "server-only";

/** What places in memory and in a file, and lengths, must be multiples of for a transfer past the system's page cache. Unit: bytes. */
export const ALIGNMENT_BYTES = 4096;
/** Memory that nobody uses is kept up to this. Unit: bytes. */
const MAX_SPARE_BYTES = 32 * 1024 * 1024;
/** Of WebAssembly's memory. Unit: bytes. */
const PAGE_BYTES = 64 * 1024;

const spare = new Map<number, Uint8Array[]>();
let spareBytes = 0;
const aligned = new WeakSet<ArrayBufferLike>();

/**
 * Memory that threads share and that the disk reads and writes without the page cache, perhaps used before. WebAssembly's is the only
 * memory of JavaScript that begins at a page. Give it back with `giveMemory`: the garbage collector does not see how large it is.
 * `sizeBytes`: a multiple of 64 KiB.
 */
export function takeMemory(sizeBytes: number): Uint8Array {
  const used = spare.get(sizeBytes)?.pop();
  if (used !== undefined) {
    spareBytes -= sizeBytes;
    return used;
  }
  const pages = sizeBytes / PAGE_BYTES;
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  aligned.add(buffer);
  return new Uint8Array(buffer);
}

/** Nobody may use the memory any more. */
export function giveMemory(memory: Uint8Array): void {
  const sizeBytes = memory.buffer.byteLength;
  if (spareBytes + sizeBytes > MAX_SPARE_BYTES) return;
  spareBytes += sizeBytes;
  const kept = spare.get(sizeBytes);
  if (kept === undefined) spare.set(sizeBytes, [new Uint8Array(memory.buffer)]);
  else kept.push(new Uint8Array(memory.buffer));
}

/** Whether bytes can go past the page cache from or to this place of a file. */
export function isAligned(bytes: Uint8Array, offsetBytes: number): boolean {
  return [bytes.byteOffset, bytes.length, offsetBytes].every((number) => number % ALIGNMENT_BYTES === 0) && aligned.has(bytes.buffer);
}
