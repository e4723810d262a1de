/** What a grant lets a user do, or forbids. Actions are `service:resource:operation`, `*` stands for any part. */
export interface Statement {
  readonly effect: "allow" | "deny";
  readonly actions: readonly string[];
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

declare const proven: unique symbol;

/** Proof that a right was checked: where-builders accept nothing else, so an unchecked read does not compile. */
export interface Scope {
  readonly [proven]: true;
  readonly accountId: string;
  readonly userId: string;
  readonly project?: ProjectRef;
}

/** A scope inside a project, which most resources live in. */
export interface ProjectScope extends Scope {
  readonly project: ProjectRef;
}
