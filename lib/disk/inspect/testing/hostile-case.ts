import type { ErrorCode } from "@/lib/platform/errors";
import type { DiskFormat } from "../../model";

/** A file that must be refused: how it is made, what the user said it is, and the refusal. */
export interface HostileCase {
  readonly name: string;
  readonly declared?: DiskFormat;
  readonly code: ErrorCode;
  readonly construct: string;
  readonly make: () => Buffer | Promise<Buffer>;
}

/** Makes cases that share a refusal and a declared format. */
export function refusedAs(code: ErrorCode, declared: DiskFormat) {
  return (construct: string, name: string, make: HostileCase["make"]): HostileCase => ({ name, declared, code, construct, make });
}
