import { isAppError } from "@/lib/platform/errors";
import { inspectDisk } from "../inspect";
import { METADATA_MAX_BYTES, METADATA_MAX_READS } from "../inspect/constraints";
import { sniffHeader } from "../inspect/sniff";
import { FUZZED_FILES } from "../inspect/testing/fuzzed-files";
import { accessOf } from "../inspect/testing/memory-access";
import type { RandomAccess } from "../model";
import { openOwnBlocks } from "../pipeline/own-blocks";
import { isOwnFormat } from "../qemu/block-driver";
import { BLOCK_BYTES } from "../zvhd2/layout";
import { memorySource } from "../zvhd2/testing";
import type { FuzzSubject } from "./subject";

const HEAD_BYTES = 33 * 1024;
const TAIL_BYTES = 512;

/** The header inspector on files of every format; where a file of the service's own formats is taken, its blocks are read too. */
export const FILE_SUBJECTS: readonly FuzzSubject[] = FUZZED_FILES.map(({ name, make, ranges, repair }) => ({
  name: name.replaceAll(" ", "-"),
  ranges,
  repair,
  seeds: async () => [await make()],
  examine: examineFile,
}));

async function examineFile(file: Buffer): Promise<string> {
  sniffHeader(file.subarray(0, HEAD_BYTES), file.subarray(Math.max(0, file.length - TAIL_BYTES)), file.length);
  const access = accessOf(file);
  const outcome = await take(file, access);
  const { bytes, reads } = access.spent;
  if (bytes > METADATA_MAX_BYTES || reads > METADATA_MAX_READS) throw new Error(`${bytes} bytes in ${reads} reads`);
  return outcome;
}

async function take(file: Buffer, access: RandomAccess): Promise<string> {
  try {
    const { format, virtualSizeBytes } = await inspectDisk(access);
    if (!Number.isSafeInteger(virtualSizeBytes) || virtualSizeBytes < 0) throw new Error(`a disk of ${virtualSizeBytes} bytes`);
    if (isOwnFormat(format)) await readBlocks(file, format, virtualSizeBytes);
    return "taken";
  } catch (error) {
    return refusalOf(error);
  }
}

async function readBlocks(file: Buffer, format: "zvhd" | "zvhd2", virtualSizeBytes: number): Promise<void> {
  const { blocks } = await openOwnBlocks(memorySource(file), format);
  let last = -1;
  for await (const { block, content } of blocks()) {
    if (content.length !== BLOCK_BYTES || block <= last || block * BLOCK_BYTES >= virtualSizeBytes) throw new Error(`block ${block}`);
    last = block;
  }
}

/** The code of a refusal that names its construct. Rethrows everything else. */
function refusalOf(error: unknown): string {
  if (!isAppError(error)) throw error;
  if (typeof error.detail.construct !== "string") throw new Error(`a refusal without a construct: ${error.message}`);
  return error.code;
}
