import { openFileAccess } from "@/lib/disk/inspect/file-access";
import { openOwnBlocks } from "@/lib/disk/pipeline/own-blocks";
import { isOwnFormat } from "@/lib/disk/qemu/block-driver";
import { checkImage } from "@/lib/disk/qemu/check-image";
import { BLOCK_BYTES } from "@/lib/disk/zvhd2/layout";
import { AppError } from "@/lib/platform/errors";
import type { Context } from "../context";
import { type OpenedDisk, withDisk } from "../open-disk";
import { describeError, EXIT, isAnswer } from "../words";

/** Says whether a file is sound: headers and tables of all formats, every block of ZVHD and ZVHD2. */
export async function check({ files: [file = ""] }: { files: readonly string[] }, context: Context): Promise<number> {
  try {
    const { format } = await withDisk({ file }, context, async (disk) => {
      await checkDisk(disk, context);
      return disk.facts;
    });
    context.print({ file, ok: true, format }, [`${file}: ${format}, sound`]);
    return EXIT.ok;
  } catch (error) {
    if (!isAnswer(error)) throw error;
    context.print({ file, ok: false, code: error.code, detail: error.detail }, [`${file} ${describeError(error)}`]);
    return EXIT.no;
  }
}

async function checkDisk({ path, facts }: OpenedDisk, context: Context): Promise<void> {
  const { format } = facts;
  if (!isOwnFormat(format)) return checkImage({ path, format, signal: context.signal });
  const file = await openFileAccess(path);
  try {
    const { totalBlocks, blocks } = await openOwnBlocks(file, format);
    await context.withProgress("check  ", async (onProgress) => {
      let doneBytes = 0;
      for await (const { block } of blocks()) {
        if (context.signal.aborted) throw new AppError("cancelled");
        doneBytes = totalBlocks === undefined ? (block + 1) * BLOCK_BYTES : doneBytes + BLOCK_BYTES;
        onProgress({ doneBytes, totalBytes: totalBlocks === undefined ? facts.virtualSizeBytes : totalBlocks * BLOCK_BYTES });
      }
    });
  } finally {
    await file.close();
  }
}
