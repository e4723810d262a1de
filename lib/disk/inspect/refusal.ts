import { AppError, type ErrorCode } from "@/lib/platform/errors";
import type { DiskFormat, DiskRefusal } from "../model";

/** Longest piece of the file repeated in a refusal. Unit: characters. */
const FOUND_MAX_CHARS = 80;

type RefusalCode = Extract<
  ErrorCode,
  | "formatNotSupported"
  | "unsafeImage"
  | "imageTooLarge"
  | "corruptImage"
  | "truncatedImage"
  | "encryptedSource"
  | "decompressionLimit"
  | "ambiguousFormat"
  | "formatMismatch"
>;

/** Throws the refusal of one construct. `found` may come straight from the file: only printable ASCII of it is kept, at most 80 characters. */
export function refuse(code: RefusalCode, refusal: DiskRefusal & { readonly format?: DiskFormat; readonly declared?: DiskFormat }): never {
  const { construct, offsetBytes, found, format, declared } = refusal;
  throw new AppError(code, {
    construct,
    ...(offsetBytes === undefined ? {} : { offsetBytes }),
    ...(found === undefined ? {} : { found: toPrintable(found) }),
    ...(format === undefined ? {} : { format }),
    ...(declared === undefined ? {} : { declared }),
  });
}

function toPrintable(text: string): string {
  const printable = text.slice(0, FOUND_MAX_CHARS).replace(/[^\x20-\x7e]/g, ".");
  return text.length > FOUND_MAX_CHARS ? `${printable.slice(0, FOUND_MAX_CHARS - 3)}...` : printable;
}
