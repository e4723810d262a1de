import type { ErrorCode } from "@/lib/platform/errors";
import type items from "./authorisation-items.json";

/** An authorisation item that some operation asks for. */
export type ItemName = keyof typeof items;

/** What somebody may not do in a project whatever it is about, with why; what is left out may be done, or is decided by what it is about. */
export type Refusals = Readonly<Partial<Record<ItemName, ErrorCode>>>;

/** A grant, as far as its dependencies matter. `projectId` null: all projects. */
export interface GrantLike {
  /** Null: of a custom policy, which nothing depends on. */
  readonly permission: string | null;
  readonly projectId: string | null;
}

/** A user of the account as its administrator sees it. */
export interface UserView {
  readonly id: string;
  readonly name: string;
  /** The one the account was opened with, who needs no grant. */
  readonly accountOwner: boolean;
  readonly enabled: boolean;
  readonly groups: readonly string[];
  readonly lastSignInAt: string | null;
  readonly createdAt: string;
}

export interface GrantView {
  readonly id: string;
  /** Of the system permission or of the custom policy. */
  readonly name: string;
  readonly policyId: string | null;
  /** Null: all projects. */
  readonly regionId: string | null;
}

export interface GroupView {
  readonly id: string;
  readonly name: string;
  readonly members: readonly { readonly id: string; readonly name: string }[];
  readonly grants: readonly GrantView[];
  readonly createdAt: string;
}

/**
 * The role a grant still needs beside it, or undefined when all are there. A dependency counts in the same project; a grant
 * for all projects satisfies it everywhere, and is itself satisfied only by one for all (AMB-31).
 */
export function missingDependency(
  dependsOn: readonly string[],
  projectId: string | null,
  existing: readonly GrantLike[],
): string | undefined {
  return dependsOn.find(
    (name) => !existing.some((grant) => grant.permission === name && (grant.projectId === null || grant.projectId === projectId)),
  );
}
