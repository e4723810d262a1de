import "server-only";
import { assertImagesCovered } from "@/lib/images/covers-image";
import { imagesOf } from "@/lib/images/images-of";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { membersOf } from "../members-of";
import type { MemberView } from "../model";
import { listMembersInput } from "../schemas";
import { memberSelect, toMemberView } from "../views";

/**
 * The accounts an image is shared with, newest first: all of them for its owner, itself for a recipient, who learns of nobody
 * else. Errors: `notFound` for everybody else.
 */
export const listMembers = query({
  permission: "ims:images:get",
  input: listMembersInput,
  async run({ db, scope: anywhere, input: { imageId } }): Promise<readonly MemberView[]> {
    const scope = inProject(anywhere);
    const own = await db.image.findFirst({ where: { AND: [{ id: imageId }, imagesOf(scope)] }, select: { id: true } });
    const where = own === null ? { AND: [{ imageId }, membersOf(scope)] } : { imageId };
    const rows = await db.imageMember.findMany({ where, orderBy: [{ createdAt: "desc" }, { accountId: "asc" }], select: memberSelect });
    if (own === null && rows.length === 0) throw new AppError("notFound", { id: imageId });
    await assertImagesCovered(db, scope, [imageId]);
    return rows.map(toMemberView);
  },
});
