import "server-only";
import { assertAllowed } from "@/lib/images/assert-allowed";
import { lockImage } from "@/lib/images/lock-image";
import type { ImageView } from "@/lib/images/model";
import { whyNot } from "@/lib/images/rules/why-not";
import { toImageView } from "@/lib/images/views";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { findRecipients, type Recipient } from "../find-recipients";
import { counts, type Outcome, type RecipientOutcome } from "../model";
import { addMembersInput } from "../schemas";

/**
 * Shares an image with other accounts of its region (SHR-01), many at once: each recipient has an outcome of its own. The image's
 * lock makes counting them safe. Errors: the refusals of the rules for `share`; for a single recipient that cannot be added
 * `shareTargetInvalid`, `shareRegionMismatch` or `shareLimitExceeded`.
 */
export const addMembers = command({
  trace: "addMember",
  resourceType: "image",
  permission: "ims:images:share",
  input: addMembersInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, scope, input, resource: row, note }) {
    const image = toImageView(row, scope.accountId);
    assertAllowed("share", image, { regionId: input.regionId });
    const share = await openShare(tx, image, scope.accountId);
    const words = [...new Set(input.recipients)];
    const found = await findRecipients(tx, words, image.regionId);
    const outcomes: RecipientOutcome[] = [];
    for (const recipient of words) {
      const known = found.get(recipient);
      const outcome = await share(known);
      outcomes.push({ recipient, outcome, ...(known === undefined ? {} : { accountName: known.accountName }) });
    }
    const [only, ...others] = outcomes;
    if (only !== undefined && others.length === 0) assertAdded(only.outcome, image);
    const added = outcomes.filter(({ outcome }) => isAdded(outcome)).map(({ accountName }) => accountName ?? "");
    note({ added, refused: outcomes.length - added.length });
    return { outcomes };
  },
});

/** One recipient after the other, each counted with those before. */
async function openShare(tx: Tx, image: ImageView, ownerAccountId: string) {
  const members = await tx.imageMember.findMany({ where: { imageId: image.id }, select: { accountId: true, status: true } });
  const before = new Map(members.map(({ accountId, status }) => [accountId, status]));
  let tenants = members.filter(({ status }) => counts(status)).length;
  return async (recipient: Recipient | undefined): Promise<Outcome> => {
    if (recipient === undefined) return "unknown";
    const { accountId, projectId } = recipient;
    if (accountId === ownerAccountId) return "self";
    if (projectId === undefined) return "otherRegion";
    const status = before.get(accountId);
    if (status !== undefined && counts(status)) return "alreadyMember";
    if (whyNot("share", image, { tenants: tenants + 1 }) !== undefined) return "limit";
    tenants++;
    before.set(accountId, "pending");
    await tx.imageMember.upsert({
      where: { imageId_accountId: { imageId: image.id, accountId } },
      create: { imageId: image.id, accountId, projectId },
      update: { status: "pending", projectId, createdAt: new Date() },
    });
    return status === undefined ? "added" : "invitedAgain";
  };
}

function isAdded(outcome: Outcome): boolean {
  return outcome === "added" || outcome === "invitedAgain";
}

function assertAdded(outcome: Outcome, image: ImageView): void {
  if (isAdded(outcome)) return;
  if (outcome === "limit") assertAllowed("share", image, { tenants: Number.POSITIVE_INFINITY });
  if (outcome === "otherRegion") throw new AppError("shareRegionMismatch", { image: image.regionId });
  throw new AppError("shareTargetInvalid", { reason: outcome });
}
