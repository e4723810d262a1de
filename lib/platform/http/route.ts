import "server-only";
import { type NextRequest, NextResponse } from "next/server";
import { ERROR_CODES } from "../errors";
import type { Operation } from "../operation/command";
import { toFailure } from "./action";
import { currentActor, requestInfo } from "./actor";

interface ConsoleParams {
  readonly region: string;
  readonly project: string;
}

/**
 * Makes a refetch route of the console (`/api/console/r/{region}/p/{project}/…`) of an operation. `readInput` turns the
 * request into the operation's input; the operation validates it.
 */
export function toRoute<Params extends ConsoleParams, Input, Output>(
  operation: Operation<Input, Output>,
  readInput: (request: NextRequest, params: Params) => Input | Promise<Input>,
) {
  return async (request: NextRequest, context: { params: Promise<Params> }): Promise<NextResponse> => {
    try {
      const params = await context.params;
      const actor = await currentActor({ regionId: params.region, projectId: params.project });
      const body = await operation(actor, await readInput(request, params));
      return NextResponse.json(body ?? null, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      const failure = await toFailure(error);
      const { requestId } = await requestInfo("console");
      return NextResponse.json({ error: failure }, { status: ERROR_CODES[failure.code].status, headers: { "x-request-id": requestId } });
    }
  };
}
