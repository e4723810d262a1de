import { z } from "zod";
import type { WantedProject } from "@/lib/iam/open-token";
import type { Credentials } from "@/lib/iam/verify-credentials";
import { Fault } from "../fault";

const text = z
  .string()
  .max(256)
  .refine((value) => value.isWellFormed() && !value.includes("\0"));
const domain = z.object({ id: text.optional(), name: text.optional() });
const project = z.object({ id: text.optional(), name: text.optional(), domain: domain.optional() });

const tokenRequest = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()).min(1),
      password: z
        .object({ user: z.object({ id: text.optional(), name: text.optional(), domain: domain.optional(), password: text }) })
        .optional(),
    }),
    scope: z.union([z.literal("unscoped"), z.object({ project: project.optional() })]).optional(),
  }),
});

export interface TokenRequest {
  readonly credentials: Credentials;
  readonly project: WantedProject | undefined;
}

/**
 * Reads what Keystone calls a token request. An account is a domain there. Faults: 400 for another shape, 401 for a method or
 * a scope that is not offered.
 */
export function parseTokenRequest(body: unknown): TokenRequest {
  const parsed = tokenRequest.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Fault(400, `Invalid input for field '${issue?.path.join(".") ?? ""}': ${issue?.message ?? ""}`);
  }
  const { identity, scope } = parsed.data.auth;
  if (identity.password === undefined || identity.methods.some((method) => method !== "password"))
    throw new Fault(401, "Only the method password is offered.");
  const { id, name, domain: account, password } = identity.password.user;
  const wanted = scope === undefined || scope === "unscoped" ? undefined : scope.project;
  if (typeof scope === "object" && wanted === undefined) throw new Fault(401, "Only a project may be the scope of a token.");
  return {
    credentials: { account: known(account), user: { id, name }, password },
    project: wanted === undefined ? undefined : { id: wanted.id, name: wanted.name, account: known(wanted.domain) },
  };
}

/** An id that no account can have, such as Keystone's `default`, names none. */
function known(account: z.output<typeof domain> | undefined): z.output<typeof domain> | undefined {
  if (account?.id === undefined || z.uuid().safeParse(account.id).success) return account;
  return { name: "" };
}
