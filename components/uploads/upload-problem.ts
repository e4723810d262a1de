import type { DetailedError } from "tus-js-client";
import type { ErrorCode } from "@/lib/platform/errors";
import type { UploadProblem } from "./upload-model";

/** Nobody answered: the line is down, or the service restarts. */
export const NO_ANSWER: UploadProblem = { code: "network", detail: {} };

/** Waits between tries. After the last one the upload pauses; it never gives up. Unit: milliseconds. */
export const RETRY_DELAYS_MS = [0, 1_000, 3_000, 5_000, 10_000, 30_000];

/** An error of tus that carries the answer it got; told by that, since the class itself is fetched with the first upload. */
function isDetailed(error: unknown): error is DetailedError {
  return error instanceof Error && "originalResponse" in error;
}

/** What the service said of a failed request, in the words of the error table. */
export function problemOf(error: unknown): UploadProblem {
  if (!isDetailed(error) || error.originalResponse === null) return NO_ANSWER;
  const status = error.originalResponse.getStatus();
  return readBody(error.originalResponse.getBody()) ?? { code: STATUS_CODES[status] ?? "internal", detail: { status } };
}

/** Whether the same request may succeed in a moment: no answer, a restart, a request that still holds the upload. */
export function mayPass(error: unknown): boolean {
  if (!isDetailed(error) || error.originalResponse === null) return true;
  const status = error.originalResponse.getStatus();
  const moved = status === 409 && problemOf(error).code === "conflict";
  return status === 423 || moved || (status >= 500 && status !== 507);
}

/** Answers without a body of ours: those to HEAD, and a proxy's. */
const STATUS_CODES: Readonly<Record<number, ErrorCode>> = {
  401: "unauthenticated",
  403: "permissionDenied",
  404: "notFound",
  410: "notFound",
  413: "payloadTooLarge",
  423: "taskInProgress",
  502: "storageUnavailable",
  503: "storageUnavailable",
  504: "storageUnavailable",
  507: "storageFull",
};

function readBody(body: string): UploadProblem | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: ErrorCode; detail?: Record<string, unknown> } }; // the service takes codes from its one table; checked below
    return typeof error?.code === "string" ? { code: error.code, detail: error.detail ?? {} } : undefined;
  } catch {
    return undefined; // not JSON: the status tells
  }
}
