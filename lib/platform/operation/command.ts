import type { z } from "zod";
import { db, type Tx } from "../db/client";
import { constraintOf } from "../db/constraint-of";
import { AppError, type ErrorCode, type ErrorDetail, isAppError } from "../errors";
import { log } from "../log";
import type { Actor, Scope } from "./actor";
import { writeTrace } from "./audit";
import { type OpenScope, openScope, type Permission } from "./authorize";
import { parseInput } from "./parse-input";

/** A row that belongs to somebody; what `resource` loads and locks. */
export interface Owned {
  readonly id: string;
  readonly accountId: string;
  readonly projectId?: string | null;
  readonly name?: string;
}

interface Run<Input, Resource> {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly scope: Scope;
  readonly input: Input;
  readonly resource: Resource;
  /** Adds to the audit detail; `resourceId` and `resourceName` name what a creation made. */
  note(detail: ErrorDetail): void;
  /** Names what an operation on several resources changed: each gets an audit trace of its own. */
  touch(...resources: readonly { readonly id: string; readonly name: string }[]): void;
  /** Names what else it changed that another operation is usually asked for: each gets a trace under that operation's name. */
  also(trace: string, resourceType: string, resource: { readonly id: string; readonly name: string }): void;
  /** This time it did nothing worth an audit trace, as the next of many automatic saves. A refusal leaves one all the same. */
  hush(): void;
}

export interface CommandSpec<Schema extends z.ZodType, Resource, Output> {
  /** Name of the audit event. */
  readonly trace: string;
  readonly resourceType: string;
  readonly permission: Permission;
  readonly input: Schema;
  /** Loads the row FOR UPDATE and says whose it is; omitted where the operation makes something new. */
  readonly resource?: (tx: Tx, input: z.output<Schema>, scope: Scope) => Promise<Resource>;
  /** Refusals behind database constraints, by constraint name: what code cannot check without a race. */
  readonly constraints?: Readonly<Record<string, ErrorCode>>;
  run(context: Run<z.output<Schema>, Resource>): Promise<Output>;
}

export interface Operation<Input, Output> {
  (actor: Actor, input: Input): Promise<Output>;
  readonly kind: "command" | "query";
  readonly permission: Permission;
  readonly trace?: string;
}

/**
 * Declares a write: parse → authorize → begin → load and lock → run → audit trace → commit. A failure rolls everything back,
 * then the refusal itself is recorded. Errors: those of its parts, `notFound` for another account's resource.
 */
export function command<Schema extends z.ZodType, Output, Resource extends Owned | undefined = undefined>(
  spec: CommandSpec<Schema, Resource, Output>,
): Operation<z.input<Schema>, Output> {
  async function execute(actor: Actor, raw: z.input<Schema>): Promise<Output> {
    const noted: Record<string, ErrorDetail[string]> = {};
    try {
      const input = parseInput(spec.input, raw);
      const scope = openScope(actor, spec.permission);
      return await db().$transaction((tx) => runIn(tx, actor, scope, input, noted));
    } catch (error) {
      const refusal = translate(error, spec.constraints);
      await recordFailure(spec, actor, refusal, noted);
      throw refusal;
    }
  }

  async function runIn(
    tx: Tx,
    actor: Actor,
    scope: OpenScope,
    input: z.output<Schema>,
    noted: Record<string, ErrorDetail[string]>,
  ): Promise<Output> {
    const resource = spec.resource === undefined ? undefined : await spec.resource(tx, input, scope);
    if (resource !== undefined) {
      Object.assign(noted, { resourceId: resource.id, ...(resource.name === undefined ? {} : { resourceName: resource.name }) });
      assertOwned(resource, scope);
    }
    const touched: { id: string; name: string }[] = [];
    const others: { trace: string; resourceType: string; resourceId: string; resourceName: string }[] = [];
    let hushed = false;
    // Without a `resource` the type parameter is `undefined`, which is what is passed; TypeScript cannot tie the two together.
    const output = await spec.run({
      tx,
      actor,
      scope,
      input,
      resource: resource as Resource,
      note: (detail) => Object.assign(noted, detail),
      touch: (...resources) => touched.push(...resources),
      also: (trace, resourceType, { id, name }) => others.push({ trace, resourceType, resourceId: id, resourceName: name }),
      hush: () => {
        hushed = true;
      },
    });
    scope.conclude();
    if (hushed) return output;
    const { resourceId, resourceName, ...detail } = noted;
    const entry = { actor, trace: spec.trace, resourceType: spec.resourceType, outcome: "done" as const, detail };
    const targets = touched.map(({ id, name }) => ({ resourceId: id, resourceName: name }));
    const own = targets.length > 0 ? targets : [named(resourceId, resourceName)];
    await writeTrace(tx, ...[...own, ...others].map((target) => ({ ...entry, ...target })));
    return output;
  }

  return Object.assign(execute, { kind: "command" as const, permission: spec.permission, trace: spec.trace });
}

function assertOwned(resource: Owned, scope: Scope): void {
  const elsewhere = resource.projectId !== undefined && resource.projectId !== null && resource.projectId !== scope.project?.id;
  if (resource.accountId !== scope.accountId || elsewhere) throw new AppError("notFound", { id: resource.id });
}

function translate(error: unknown, constraints: Readonly<Record<string, ErrorCode>> = {}): unknown {
  if (isAppError(error)) return error;
  const constraint = constraintOf(error);
  const code = constraint === undefined ? undefined : constraints[constraint];
  return code === undefined ? error : new AppError(code, {}, { cause: error });
}

async function recordFailure(
  spec: { trace: string; resourceType: string },
  actor: Actor,
  error: unknown,
  noted: Record<string, ErrorDetail[string]>,
): Promise<void> {
  const { resourceId, resourceName } = noted;
  const outcome = isAppError(error) ? "refused" : "failed";
  const code = isAppError(error) ? error.code : "internal";
  const detail = isAppError(error) ? error.detail : {};
  await db()
    .$transaction((tx) =>
      writeTrace(tx, {
        actor,
        trace: spec.trace,
        resourceType: spec.resourceType,
        ...named(resourceId, resourceName),
        outcome,
        code,
        detail,
      }),
    )
    // The refusal itself must still reach the caller when the database is what failed.
    .catch((cause: unknown) => log.error({ err: cause, requestId: actor.requestId, trace: spec.trace }, "a refusal could not be recorded"));
}

function named(resourceId: ErrorDetail[string] | undefined, resourceName: ErrorDetail[string] | undefined) {
  return {
    ...(typeof resourceId === "string" ? { resourceId } : {}),
    ...(typeof resourceName === "string" ? { resourceName } : {}),
  };
}
