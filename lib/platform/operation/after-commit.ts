import { log } from "../log";
import type { Operation } from "./command";

interface Aftermath<Committed, Output> {
  /** What may not happen inside a transaction, such as deleting stored bytes. Something else must be able to finish it later. */
  readonly effect: (committed: Committed) => Promise<void>;
  /** What the caller gets of what was committed. */
  readonly answer: (committed: Committed) => Output;
}

/** An operation followed by an effect outside its transaction. It has succeeded when the effect runs, so a failing effect is only logged. */
export function afterCommit<Input, Committed, Output>(
  operation: Operation<Input, Committed>,
  { effect, answer }: Aftermath<Committed, Output>,
): Operation<Input, Output> {
  const { kind, permission, trace } = operation;
  const execute = async (...[actor, input]: Parameters<Operation<Input, Committed>>): Promise<Output> => {
    const committed = await operation(actor, input);
    await effect(committed).catch((error: unknown) =>
      log.error({ err: error, requestId: actor.requestId, trace }, "an effect after commit failed"),
    );
    return answer(committed);
  };
  return Object.assign(execute, { kind, permission, trace });
}
