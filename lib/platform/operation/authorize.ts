import { AppError } from "../errors";
import type { Actor, ProjectScope, Scope, Statement } from "./actor";

export type Permission = `${string}:${string}:${string}`;

/** Whether the statements that hold in this project allow an action. An explicit deny wins, then allow, else deny (IAM-16). */
export function isAllowed(statements: readonly Statement[], permission: Permission, projectId: string | undefined): boolean {
  const here = statements.filter((statement) => holdsIn(statement, projectId));
  const matching = here.filter((statement) => statement.actions.some((pattern) => matches(pattern, permission)));
  return matching.every((statement) => statement.effect === "allow") && matching.length > 0;
}

/** The only place that decides rights. Errors: `permissionDenied` names the action, `projectNotAuthorised` the region. */
export function authorize(actor: Actor, permission: Permission): Scope {
  const projectId = actor.project?.id;
  if (!actor.accountOwner && !isAllowed(actor.statements, permission, projectId)) {
    const strangerHere = actor.statements.length > 0 && !actor.statements.some((statement) => holdsIn(statement, projectId));
    if (strangerHere) throw new AppError("projectNotAuthorised", { region: actor.project?.regionId ?? "" });
    throw new AppError("permissionDenied", { action: permission });
  }
  const scope = { accountId: actor.accountId, userId: actor.userId, project: actor.project };
  return scope as unknown as Scope; // the brand exists in types only: this is the one place that may mint it
}

/** Narrows a scope to its project. Errors: `regionRequired` when the request named none. */
export function inProject(scope: Scope): ProjectScope {
  if (scope.project === undefined) throw new AppError("regionRequired");
  return scope as ProjectScope; // checked on the line above; TypeScript does not narrow through the brand
}

function holdsIn(statement: Statement, projectId: string | undefined): boolean {
  return statement.projectId === undefined || statement.projectId === projectId;
}

function matches(pattern: string, permission: Permission): boolean {
  const wanted = permission.split(":");
  const parts = pattern.split(":");
  return parts.length === wanted.length && parts.every((part, index) => part === "*" || part === wanted[index]);
}

