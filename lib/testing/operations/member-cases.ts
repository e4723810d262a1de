import { addMembers } from "@/lib/members/commands/add-members";
import type { Actor } from "@/lib/platform/operation/actor";
import { anAccount } from "../factories";
import { anImage } from "../image-records";
import { type Case, type Cases, listingOf } from "./case";

async function aShare(from: Actor, accountId: string): Promise<string> {
  const { id: imageId } = await anImage(from, { status: "active" });
  await addMembers(from, { imageId, recipients: [accountId] });
  return imageId;
}

/** An image that somebody else shares with the actor. */
async function aReceivedShare(actor: Actor): Promise<string> {
  return aShare((await anAccount()).owner, actor.accountId);
}

const ofAShare: Case = { stranger: "notFound", input: async (actor) => ({ imageId: await aShare(actor, (await anAccount()).id) }) };

export const MEMBER_CASES: Cases = {
  "members/add-members": {
    stranger: "notFound",
    input: async (actor) => ({ imageId: (await anImage(actor, { status: "active" })).id, recipients: [(await anAccount()).id] }),
  },
  "members/count-waiting": { ...listingOf(aReceivedShare), everywhere: true },
  "members/list-members": ofAShare,
  "members/list-received": { stranger: "nothing", input: async (actor) => ({ status: "pending", q: await aReceivedShare(actor) }) },
  "members/remove-members": ofAShare,
  "members/update-member-status": {
    stranger: "notFound",
    input: async (actor) => ({ imageIds: [await aReceivedShare(actor)], status: "accepted" }),
  },
};
