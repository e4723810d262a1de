import "server-only";
import { unstable_rethrow } from "next/navigation";
import { type ErrorCode, type ErrorDetail, isAppError } from "../errors";
import { log } from "../log";
import type { Operation } from "../operation/command";
import { currentActor, requestInfo } from "./actor";

/** Where an action acts: the region and project of the page it was called from. */
export interface Place {
  readonly regionId: string;
  readonly projectId: string;
}

export interface ActionFailure {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
  readonly requestId: string;
}

export type ActionResult<Output> = { readonly ok: true; readonly data: Output } | { readonly ok: false; readonly error: ActionFailure };

/** Makes a server action of an operation: a refusal is a value with its code, anything else is logged and shown as "internal". */
export function toAction<Input, Output>(operation: Operation<Input, Output>) {
  return async (place: Place, input: Input): Promise<ActionResult<Output>> => {
    try {
      return { ok: true, data: await operation(await currentActor(place), input) };
    } catch (error) {
      unstable_rethrow(error);
      return { ok: false, error: await toFailure(error) };
    }
  };
}

/** The failure a browser may see. Everything that is not a refusal is a bug: logged with the request's id, told as `internal`. */
export async function toFailure(error: unknown): Promise<ActionFailure> {
  const { requestId } = await requestInfo("console");
  if (isAppError(error)) return { code: error.code, detail: error.detail, requestId };
  log.error({ err: error, requestId }, "an operation failed");
  return { code: "internal", detail: {}, requestId };
}
