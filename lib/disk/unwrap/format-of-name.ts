import type { DiskFormat } from "../model";
import type { Wrapper } from "./unwrap-disk";

/** Endings that promise a format. `.img`, `.bin` and the like promise none. */
const FORMATS: Readonly<Record<string, DiskFormat>> = {
  vmdk: "vmdk",
  vhd: "vhd",
  vpc: "vhd",
  vhdx: "vhdx",
  qcow2: "qcow2",
  qcow: "qcow",
  qed: "qed",
  vdi: "vdi",
  raw: "raw",
  iso: "iso",
  zvhd: "zvhd",
  zvhd2: "zvhd2",
};
const WRAPPED: Readonly<Record<string, Wrapper>> = { gz: "gzip", gzip: "gzip", xz: "xz", zst: "zstd", zstd: "zstd", ova: "ova" };

/** What a file's name says of it; absent where it says nothing. */
export interface NamePromise {
  readonly format?: DiskFormat;
  readonly wrapper?: Wrapper;
}

/** Reads the endings of a name: `disk.qcow2.gz` promises a QCOW2 in gzip. */
export function promiseOfName(name: string): NamePromise {
  const [last = "", before = ""] = name.toLowerCase().split(".").slice(1).reverse();
  const wrapper = WRAPPED[last];
  const format = FORMATS[wrapper === undefined ? last : before];
  return { ...(format !== undefined && { format }), ...(wrapper !== undefined && { wrapper }) };
}

/**
 * What a name says where it is not what was found, as its owner would say it: `VHD`, `GZIP`; undefined where the two agree, or the
 * name says nothing. A name without the ending of its wrapper is a lie only when it promises a format.
 */
export function whatNameSays(name: string, found: { readonly format: DiskFormat; readonly wrapper?: Wrapper }): string | undefined {
  const says = promiseOfName(name);
  const isWrapperWrong = says.wrapper !== found.wrapper && (says.wrapper !== undefined || says.format !== undefined);
  const isFormatWrong = says.format !== undefined && says.format !== found.format;
  if (!isWrapperWrong && !isFormatWrong) return undefined;
  return [says.format, says.wrapper]
    .filter((part) => part !== undefined)
    .join(" · ")
    .toUpperCase();
}
