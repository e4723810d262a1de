import { AppError } from "../errors";
import type { Actor, Permission, ProjectScope, Resource, Scope, Statement } from "./actor";
import { switchedOff } from "./contract";
import { type Decision, decide, holdsIn } from "./evaluate";

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
  /** Whether `covers` is what decides. */
  readonly depends: boolean;
  /** Ends the question: whoever asked about no resource needs the right without one. Errors: `permissionDenied`. */
  conclude(): void;
}

function ask(actor: Actor, permission: Permission, resource: Resource | null | undefined): Decision {
  const { project, sourceIp } = actor;
  return actor.accountOwner ? "allowed" : decide(actor.statements, { permission, project, sourceIp, at: new Date(), resource });
}

/**
 * Why a right is refused whatever the act may be about; undefined where it is given, or depends on what that will be. The contract comes
 * first: what it leaves out, no grant gives. Codes: `functionOff` names the function, `permissionDenied` the action,
 * `projectNotAuthorised` the region.
 */
export function whyNotAuthorised(actor: Actor, permission: Permission, decision = ask(actor, permission, undefined)): AppError | undefined {
  const off = switchedOff(actor.accountName, permission);
  if (off !== undefined) return new AppError("functionOff", { function: off });
  return decision === "refused" ? refusal(actor, permission) : undefined;
}

/**
 * The only place that decides rights. One that depends on a resource passes here and is decided by `covers`, or by `conclude`.
 * Errors: the codes of `whyNotAuthorised`.
 */
export function openScope(actor: Actor, permission: Permission): OpenScope {
  const first = ask(actor, permission, undefined);
  const refused = whyNotAuthorised(actor, permission, first);
  if (refused !== undefined) throw refused;
  const { accountId, userId, project } = actor;
  let asked = false;
  const scope = {
    ...{ accountId, userId, project, permission, depends: first === "depends" },
    covers(resource: Resource | null): boolean {
      asked = true;
      return first === "allowed" || ask(actor, permission, resource) === "allowed";
    },
    conclude(): void {
      if (first === "depends" && !asked && ask(actor, permission, null) !== "allowed") throw refusal(actor, permission);
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
