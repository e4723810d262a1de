import "server-only";
import { assertCovered } from "@/lib/images/covers-image";
import { whyNot } from "@/lib/images/rules/why-not";
import { toImageView } from "@/lib/images/views";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { membersOf } from "../members-of";
import { type Answer, type AnswerOutcome, counts } from "../model";
import { updateMemberStatusInput } from "../schemas";
import { receivedSelect } from "../views";

/**
 * Answers shares that the project has received (SHR-15): accept, reject, and accept again while the owner keeps them. Several at
 * once have an outcome each; a single one is refused: `notFound` when it is not there (any more), `shareLimitExceeded` when a
 * rejected one is accepted again and others have taken its place.
 */
export const updateMemberStatus = command({
  trace: "updateMember",
  resourceType: "image",
  permission: "ims:images:share",
  input: updateMemberStatusInput,
  async run({ tx, scope: anywhere, input, note }) {
    const scope = inProject(anywhere);
    // In one order, so that two answers of the same shares cannot wait for each other.
    const imageIds = [...new Set(input.imageIds)].sort();
    const outcomes: AnswerOutcome[] = [];
    for (const imageId of imageIds) outcomes.push({ imageId, outcome: await answer(tx, scope, imageId, input.status) });
    const [only, ...others] = outcomes;
    if (only !== undefined && others.length === 0) assertAnswered(only);
    note({
      resourceId: only?.imageId ?? "",
      status: input.status,
      images: outcomes.filter(({ outcome }) => outcome === "answered").map(({ imageId }) => imageId),
    });
    return { outcomes };
  },
});

/** Locks the image, then the share: as its owner does, so that ending, deleting and answering wait for each other. */
async function answer(tx: Tx, scope: ProjectScope, imageId: string, status: Answer): Promise<AnswerOutcome["outcome"]> {
  await tx.$queryRaw`SELECT 1 FROM "Image" WHERE "id" = ${imageId}::uuid FOR UPDATE`;
  const member = await tx.imageMember.findFirst({ where: { AND: [{ imageId }, membersOf(scope)] }, select: receivedSelect });
  if (member === null) return "gone";
  assertCovered(scope, member.image);
  if (counts(status) && !counts(member.status)) {
    // The rule is the owner's: asked as the owner's image it tells whether one more fits.
    const image = toImageView(member.image, member.image.accountId);
    const refusal = whyNot("share", image, { tenants: image.tenants + 1 });
    if (refusal?.code === "shareLimitExceeded") return "limit";
  }
  await tx.imageMember.update({ where: { imageId_accountId: { imageId, accountId: scope.accountId } }, data: { status } });
  return "answered";
}

function assertAnswered({ imageId, outcome }: AnswerOutcome): void {
  if (outcome === "gone") throw new AppError("notFound", { id: imageId });
  if (outcome === "limit") throw new AppError("shareLimitExceeded", { id: imageId });
}
