import { openFileAccess } from "@/lib/disk/inspect/file-access";
import type { DetectedOs } from "@/lib/disk/model";
import { detectOsInZvhd2 } from "@/lib/disk/os-detect/detect-in-zvhd2";
import { detectOs } from "@/lib/disk/os-detect/detect-os";
import { isOwnFormat } from "@/lib/disk/qemu/block-driver";
import type { Context } from "../context";
import { type OpenedDisk, withDisk } from "../open-disk";
import { bytes } from "../progress-bar";
import { EXIT } from "../words";

/** Says what is in a file. */
export async function info({ files: [file = ""], os }: { files: readonly string[]; os: boolean }, context: Context): Promise<number> {
  return withDisk({ file }, context, async (disk) => {
    const detected = os ? await detect(disk, context.signal) : undefined;
    const { facts, fileSizeBytes, allocatedBytes, wrapper, innerName, nameSays } = disk;
    const result = { file, ...facts, fileSizeBytes, allocatedBytes, wrapper, innerName, nameSays, ...(os && { os: detected ?? null }) };
    context.print(result, [
      `file:         ${file}`,
      `format:       ${facts.format}${facts.subformat === undefined ? "" : ` (${facts.subformat})`}`,
      `virtual size: ${bytes(facts.virtualSizeBytes)} (${facts.virtualSizeBytes} bytes)`,
      `file size:    ${bytes(fileSizeBytes)} (${bytes(allocatedBytes)} on disk)`,
      ...(facts.compression === undefined ? [] : [`compression:  ${facts.compression}`]),
      ...(wrapper === undefined ? [] : [`wrapped in:   ${wrapper}${innerName === undefined ? "" : `, as ${innerName}`}`]),
      ...(nameSays === undefined ? [] : [`note:         the name says ${nameSays}; the content counts`]),
      ...(os ? [`system:       ${detected === undefined ? "not recognised" : (detected.prettyName ?? detected.version)}`] : []),
    ]);
    return EXIT.ok;
  });
}

async function detect({ path, facts }: OpenedDisk, signal: AbortSignal): Promise<DetectedOs | undefined> {
  const { format, virtualSizeBytes } = facts;
  if (!isOwnFormat(format)) return detectOs({ path, format, virtualSizeBytes, signal });
  if (format === "zvhd") return undefined;
  const file = await openFileAccess(path);
  try {
    return await detectOsInZvhd2(file, signal);
  } finally {
    await file.close();
  }
}
