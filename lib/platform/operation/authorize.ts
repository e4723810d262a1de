import { AppError } from "../errors";
import type { Actor, Permission, ProjectScope, Resource, Scope, Statement } from "./actor";
import { switchedOff } from "./contract";
import { decide, holdsIn } from "./evaluate";

export type { Permission } from "./actor";

/** Whether statements allow an act in a project that is about no resource in particular. */
export function isAllowed(statements: readonly Statement[], permission: Permission, projectId: string | undefined): boolean {
  const project = projectId === undefined ? undefined : { id: projectId };
  return decide(statements, { permission, project, at: new Date(), resource: null }) === "allowed";
}

/** Whether an actor may do something in a project of its account that need not be the one it asks in. */
export function mayIn(actor: Actor, permission: Permission, projectId: string): boolean {
  const { sourceIp } = actor;
  const question = { permission, project: { id: projectId }, sourceIp, at: new Date(), resource: null };
  return actor.accountOwner || decide(actor.statements, question) === "allowed";
}

/** A scope whose right may still depend on what the operation finds. */
export interface OpenScope extends Scope {
  /** Ends the question: whoever asked about no resource needs the right without one. Errors: `permissionDenied`. */
  conclude(): void;
}

/**
 * The only place that decides rights. The contract comes first: what it leaves out, no grant gives. A right that depends on a resource
 * passes here and is decided by `covers`, or by `conclude`. Errors: `functionOff` names the function, `permissionDenied` the action,
 * `projectNotAuthorised` the region.
 */
export function openScope(actor: Actor, permission: Permission): OpenScope {
  const off = switchedOff(actor.accountName, permission);
  if (off !== undefined) throw new AppError("functionOff", { function: off });
  const { accountId, userId, project, sourceIp } = actor;
  const ask = (resource: Resource | null | undefined) =>
    actor.accountOwner ? "allowed" : decide(actor.statements, { permission, project, sourceIp, at: new Date(), resource });
  const first = ask(undefined);
  if (first === "refused") throw refusal(actor, permission);
  let asked = false;
  const scope = {
    ...{ accountId, userId, project, permission },
    covers(resource: Resource | null): boolean {
      asked = true;
      return first === "allowed" || ask(resource) === "allowed";
    },
    conclude(): void {
      if (first === "depends" && !asked && ask(null) !== "allowed") throw refusal(actor, permission);
    },
  };
  return scope as unknown as OpenScope; // the brand exists in types only: this is the one place that may mint it
}

/** The right to do something that is about no resource in particular. Errors: those of `openScope`. */
export function authorize(actor: Actor, permission: Permission): Scope {
  const scope = openScope(actor, permission);
  scope.conclude();
  return scope;
}

function refusal(actor: Actor, permission: Permission): AppError {
  const strangerHere = actor.statements.length > 0 && !actor.statements.some((statement) => holdsIn(statement, actor.project?.id));
  if (strangerHere) return new AppError("projectNotAuthorised", { region: actor.project?.regionId ?? "" });
  return new AppError("permissionDenied", { action: permission });
}

/** Narrows a scope to its project. Errors: `regionRequired` when the request named none. */
export function inProject(scope: Scope): ProjectScope {
  if (scope.project === undefined) throw new AppError("regionRequired");
  return scope as ProjectScope; // checked on the line above; TypeScript does not narrow through the brand
}
