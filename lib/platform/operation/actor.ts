export type Permission = `${string}:${string}:${string}`;

/** What must hold for a statement to count. One of the values is enough; of an operator with `Not` none may fit. */
export interface Condition {
  readonly operator: "StringEquals" | "StringNotEquals" | "StringMatch" | "IpAddress" | "NotIpAddress" | "DateLessThan" | "DateGreaterThan";
  /** `g:ResourceTag/KEY`, `g:SourceIp` or `g:CurrentTime`. */
  readonly key: string;
  readonly values: readonly string[];
}

/** What a grant lets a user do, or forbids. Actions are `service:resource:operation`, `*` stands for any letters of a part. */
export interface Statement {
  readonly effect: "allow" | "deny";
  readonly actions: readonly string[];
  /** `ims:REGION:*:image:ID` each; undefined: whatever it is about. */
  readonly resources?: readonly string[];
  /** All of them must hold. */
  readonly conditions?: readonly Condition[];
  /** The project it holds in; undefined: all projects of the account. */
  readonly projectId?: string;
}

/** What an account has in one region, and the place a request is about. */
export interface ProjectRef {
  readonly id: string;
  readonly regionId: string;
}

/** Who asks, from where, with which rights. Made once per request by the edge; operations trust nothing else. */
export interface Actor {
  readonly userId: string;
  readonly userName: string;
  readonly accountId: string;
  readonly accountName: string;
  /** The user an account was opened with holds every right in it (IAM-13). */
  readonly accountOwner: boolean;
  /** Member of the account that runs the platform. */
  readonly operator: boolean;
  readonly project?: ProjectRef;
  readonly statements: readonly Statement[];
  readonly requestId: string;
  readonly sourceIp?: string;
  readonly via: "console" | "ims-api" | "openstack" | "system";
}

/** What a statement may name, and what its conditions look at. */
export interface Resource {
  readonly type: "image";
  readonly id: string;
  /** Those that the asking account has set itself. */
  readonly tags: ReadonlyMap<string, string>;
}

declare const proven: unique symbol;

/** Proof that a right was checked: where-builders accept nothing else, so an unchecked read does not compile. */
export interface Scope {
  readonly [proven]: true;
  readonly accountId: string;
  readonly userId: string;
  readonly project?: ProjectRef;
  readonly permission: Permission;
  /** Whether the right reaches this very resource; asked of each that an operation finds. Null: of none, as for an empty disk. */
  covers(resource: Resource | null): boolean;
}

/** A scope inside a project, which most resources live in. */
export interface ProjectScope extends Scope {
  readonly project: ProjectRef;
}
