import { randomBytes } from "node:crypto";
import { access, stat } from "node:fs/promises";
import { compareServed } from "@/lib/disk/pipeline/compare-disks";
import { TARGET_FORMATS, type TargetFormat, writeDiskFile } from "@/lib/disk/pipeline/write-disk";
import { checkImage } from "@/lib/disk/qemu/check-image";
import { promiseOfName } from "@/lib/disk/unwrap/format-of-name";
import { AppError } from "@/lib/platform/errors";
import type { Context } from "../context";
import { whileServed, withDisk } from "../open-disk";
import { bytes } from "../progress-bar";
import { EXIT, UsageError } from "../words";

export interface ConvertOptions {
  readonly files: readonly string[];
  readonly format: string | undefined;
  readonly compression: string | undefined;
  readonly force: boolean;
  readonly verify: boolean;
}

/** Writes the disk in one file to another, whole or not at all. */
export async function convert({ files: [source = "", target = ""], ...options }: ConvertOptions, context: Context): Promise<number> {
  const format = targetFormat(options.format, target);
  const compression = compressionOf(options.compression, format);
  if (!options.force && (await exists(target))) throw new UsageError(`${target} is there already; --force replaces it`);
  const facts = await withDisk({ file: source }, context, async (disk) => {
    await checkImage({ path: disk.path, format: disk.facts.format, signal: context.signal });
    await whileServed(disk, context.signal, (served) =>
      context.withProgress("convert", (onProgress) => {
        const identity = { uuid: randomBytes(16), createdAt: new Date() };
        return writeDiskFile(served, target, { format, compression, identity, signal: context.signal, onProgress });
      }),
    );
    return disk.facts;
  });
  if (options.verify) await verify(source, target, context);
  const { size } = await stat(target);
  const result = { source, target, sourceFormat: facts.format, format, virtualSizeBytes: facts.virtualSizeBytes, fileSizeBytes: size };
  context.print({ ...result, verified: options.verify }, [
    `${target}: ${format}, ${bytes(facts.virtualSizeBytes)} disk in ${bytes(size)}${options.verify ? ", read back and the same" : ""}`,
  ]);
  return EXIT.ok;
}

function targetFormat(given: string | undefined, target: string): TargetFormat {
  const name = given?.toLowerCase() ?? promiseOfName(target).format;
  const format = TARGET_FORMATS.find((known) => known === name);
  if (format === undefined) {
    const problem = name === undefined ? `the name ${target} tells no format` : `${name} cannot be written`;
    throw new UsageError(`${problem}; choose one with -O: ${TARGET_FORMATS.join(", ")}`);
  }
  return format;
}

function compressionOf(given: string | undefined, format: TargetFormat): "zlib" | "zstd" | undefined {
  if (given === undefined) return undefined;
  if (format !== "qcow2") throw new UsageError("-c is for qcow2; the other formats have one compression each");
  if (given === "zlib" || given === "zstd") return given;
  throw new UsageError(`${given} is no compression; choose zlib or zstd`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Reads both files again, as anybody would, and compares the disks. */
async function verify(source: string, target: string, context: Context): Promise<void> {
  const difference = await withDisk({ file: source }, context, (a) =>
    withDisk({ file: target }, context, (b) =>
      whileServed(a, context.signal, (left) =>
        whileServed(b, context.signal, (right) =>
          context.withProgress("verify ", (onProgress) => compareServed(left, right, { signal: context.signal, onProgress })),
        ),
      ),
    ),
  );
  if (difference !== undefined) throw new AppError("digestMismatch", { construct: "content", offsetBytes: difference });
}
