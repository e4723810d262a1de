import "server-only";
import { AppError } from "@/lib/platform/errors";
import { type ServerAction, whyNotServer } from "./model";
import { type ServerRow, toServerView } from "./views";

/** Refuses what cannot be done with a server now. Errors: `serverFrozen`, `serverStateInvalid`, `taskInProgress`, `conflict`. */
export function assertServer(action: ServerAction, server: ServerRow): void {
  const refusal = whyNotServer(action, toServerView(server));
  if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
}
