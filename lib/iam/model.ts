/** A grant, as far as its dependencies matter. `projectId` null: all projects. */
export interface GrantLike {
  readonly permission: string;
  readonly projectId: string | null;
}

/**
 * The role a grant still needs beside it, or undefined when all are there. A dependency counts in the same project; a grant
 * for all projects satisfies it everywhere, and is itself satisfied only by one for all (AMB-31).
 */
export function missingDependency(dependsOn: readonly string[], projectId: string | null, existing: readonly GrantLike[]): string | undefined {
  return dependsOn.find((name) => !existing.some((grant) => grant.permission === name && (grant.projectId === null || grant.projectId === projectId)));
}
