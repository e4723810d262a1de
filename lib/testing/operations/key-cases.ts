import { createKey } from "@/lib/keys/commands/create-key";
import { disableKey } from "@/lib/keys/commands/disable-key";
import { scheduleKeyDeletion } from "@/lib/keys/commands/schedule-key-deletion";
import type { Actor } from "@/lib/platform/operation/actor";
import { type Case, type Cases, listingOf } from "./case";

const newKey = () => ({ name: `key-${crypto.randomUUID()}` });
const aKey = async (actor: Actor) => (await createKey(actor, newKey())).keyId;

/** A key that something was done to before. */
function keyAfter(prepare: (actor: Actor, keyId: string) => Promise<unknown> = async () => undefined, more: object = {}): Case {
  return {
    stranger: "notFound",
    async input(actor) {
      const keyId = await aKey(actor);
      await prepare(actor, keyId);
      return { keyId, ...more };
    },
  };
}

export const KEY_CASES: Cases = {
  "keys/cancel-key-deletion": keyAfter((actor, keyId) => scheduleKeyDeletion(actor, { keyId, days: 7 })),
  "keys/create-key": { stranger: "own", input: async () => newKey() },
  "keys/disable-key": keyAfter(),
  "keys/enable-key": keyAfter((actor, keyId) => disableKey(actor, { keyId })),
  "keys/get-key": keyAfter(),
  "keys/key-usage": keyAfter(),
  "keys/list-keys": listingOf(aKey),
  "keys/rotate-key": keyAfter(),
  "keys/schedule-key-deletion": keyAfter(undefined, { days: 7 }),
};
