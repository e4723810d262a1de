import type { z } from "zod";
import { type Db, db } from "../db/client";
import type { Actor, Scope } from "./actor";
import { openScope, type Permission } from "./authorize";
import type { Operation } from "./command";
import { parseInput } from "./parse-input";

export interface QuerySpec<Schema extends z.ZodType, Output> {
  readonly permission: Permission;
  readonly input: Schema;
  run(context: { readonly db: Db; readonly scope: Scope; readonly actor: Actor; readonly input: z.output<Schema> }): Promise<Output>;
}

/** Declares a read: parse → authorize → run with the proven scope. Errors: `invalidArgument`, the refusals of `authorize`, its own. */
export function query<Schema extends z.ZodType, Output>(spec: QuerySpec<Schema, Output>): Operation<z.input<Schema>, Output> {
  async function execute(actor: Actor, raw: z.input<Schema>): Promise<Output> {
    const input = parseInput(spec.input, raw);
    const scope = openScope(actor, spec.permission);
    const answer = await spec.run({ db: db(), scope, actor, input });
    scope.conclude();
    return answer;
  }
  return Object.assign(execute, { kind: "query" as const, permission: spec.permission });
}
