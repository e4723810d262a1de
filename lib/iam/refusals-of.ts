import "server-only";
import type { Actor } from "@/lib/platform/operation/actor";
import { whyNotAuthorised } from "@/lib/platform/operation/authorize";
import items from "./authorisation-items.json";
import type { ItemName, Refusals } from "./model";

/** What an actor may not do in its project, custom policies and the contract included: what its operations would answer before they look. */
export function refusalsOf(actor: Actor): Refusals {
  const names = Object.keys(items) as ItemName[]; // the keys of that very object
  return Object.fromEntries(
    names.flatMap((item) => {
      const refusal = whyNotAuthorised(actor, item);
      return refusal === undefined ? [] : [[item, refusal.code]];
    }),
  );
}
