import { type AppError, type ErrorCode, isAppError } from "@/lib/platform/errors";
import constructs from "@/messages/en/constructs.json";

/** Exit codes, as `--help` and the manual page list them. */
export const EXIT = { ok: 0, no: 1, usage: 2, failed: 3, interrupted: 130, terminated: 143 } as const;

/** A command line that cannot be meant. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a refusal is about, in the words of someone at a terminal. Those of the last group are no answer about the file. */
const WORDS: Partial<Record<ErrorCode, string>> = {
  formatNotSupported: "is of no supported format",
  formatMismatch: "is of another format",
  ambiguousFormat: "could be more than one format",
  unsafeImage: "refers to something outside of itself",
  encryptedSource: "is encrypted",
  imageTooLarge: "is too large",
  decompressionLimit: "becomes too large when it is unpacked",
  corruptImage: "is damaged",
  truncatedImage: "ends too early",
  digestMismatch: "is not what it was",
  exportFormatNotSupported: "does not fit into the format",
  storageFull: "there is no room left",
  cancelled: "was cancelled",
  toolFailed: "a tool failed",
};

/** Codes that answer a question about the file with no. */
const ANSWERS: readonly ErrorCode[] = [
  "formatNotSupported",
  "formatMismatch",
  "ambiguousFormat",
  "unsafeImage",
  "encryptedSource",
  "imageTooLarge",
  "decompressionLimit",
  "corruptImage",
  "truncatedImage",
  "digestMismatch",
  "exportFormatNotSupported",
];

/** Whether an error says that a file is bad, rather than that it could not be looked at. */
export function isAnswer(error: unknown): error is AppError {
  return isAppError(error) && ANSWERS.includes(error.code);
}

/** One line for standard error. */
export function describeError(error: unknown): string {
  if (!isAppError(error)) return error instanceof Error ? error.message : String(error);
  return `${WORDS[error.code] ?? error.code}${describeDetail(error)}`;
}

function describeDetail({ code, detail }: AppError): string {
  const { construct, offsetBytes, found, tool, reason, stderr, maxBytes } = detail;
  const place = offsetBytes === undefined ? "" : ` at byte ${offsetBytes}`;
  const parts = [
    typeof construct === "string" ? `${wordsOf(construct)} (${construct}${place})` : "",
    found === undefined || found === "" ? "" : `found ${found}`,
    typeof maxBytes === "number" ? `at most ${maxBytes} bytes` : "",
    code === "toolFailed" ? [tool, reason, stderr].filter((part) => part !== undefined && part !== "").join(": ") : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}

function wordsOf(construct: string): string {
  const [format = "", name = ""] = construct.includes(".") ? construct.split(".") : ["file", construct];
  const words: Record<string, Record<string, string>> = constructs.words;
  return words[format]?.[name] ?? name;
}
