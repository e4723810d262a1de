import "server-only";
import { authorisationItems } from "@/lib/iam/authorisation-items";
import { AppError } from "@/lib/platform/errors";
import { POLICY_SERVICES } from "./constraints";
import { parsePolicy } from "./model";

/** Every action that a custom policy may name. */
export function policyActions(): readonly string[] {
  return authorisationItems()
    .map(({ item }) => item)
    .filter((item) => POLICY_SERVICES.some((service) => item.startsWith(`${service}:`)));
}

/** A document that holds, as it was written. Errors: `policyInvalid` { rule, line, value, wanted }. */
export function readDocument(text: string): string {
  const parsed = parsePolicy(text, policyActions());
  if ("problem" in parsed) throw new AppError("policyInvalid", { ...parsed.problem });
  return JSON.stringify(parsed.document, null, 2);
}
