import type { Condition, Statement } from "./actor";

/** A policy document of version 1.1 as it is stored: what `parsePolicy` accepted, and nothing else. */
interface StoredPolicy {
  readonly Statement: readonly {
    readonly Effect: "Allow" | "Deny";
    readonly Action: readonly string[];
    readonly Resource?: readonly string[];
    readonly Condition?: Readonly<Record<Condition["operator"], Readonly<Record<string, readonly string[]>>>>;
  }[];
}

/** The statements of a custom policy, where it is granted. */
export function policyStatements(document: string, place: { readonly projectId?: string }): Statement[] {
  const { Statement } = JSON.parse(document) as StoredPolicy; // written by the policy commands only, in this shape
  return Statement.map(({ Effect, Action, Resource, Condition: conditions = {} }) => ({
    effect: Effect === "Deny" ? "deny" : "allow",
    actions: Action,
    ...(Resource === undefined ? {} : { resources: Resource }),
    conditions: Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator: operator as Condition["operator"], key, values })),
    ),
    ...place,
  }));
}
