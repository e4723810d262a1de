import { type Sniffed, sniffHeader } from "@/lib/disk/inspect/sniff";

const HEAD_BYTES = 33 * 1024;
const TAIL_BYTES = 512;

/** Tells what a chosen file is, before a byte is sent: reads its first 33 KiB and last 512 bytes. Advice; the server decides. */
export async function sniffFile(file: File): Promise<Sniffed> {
  const [head, tail] = await Promise.all([
    file.slice(0, HEAD_BYTES).arrayBuffer(),
    file.slice(Math.max(0, file.size - TAIL_BYTES)).arrayBuffer(),
  ]);
  return sniffHeader(new Uint8Array(head), new Uint8Array(tail), file.size);
}
