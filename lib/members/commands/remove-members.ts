import "server-only";
import { lockImage } from "@/lib/images/lock-image";
import { command } from "@/lib/platform/operation/command";
import { removeMembersInput } from "../schemas";

/**
 * Stops sharing an image with some accounts, or with all (SHR-14): it leaves their lists at once, servers they made of it stay.
 * Ending a share that is not there is no error.
 */
export const removeMembers = command({
  trace: "deleteMember",
  resourceType: "image",
  permission: "ims:images:share",
  input: removeMembersInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, input, note }) {
    const { imageId, accountIds } = input;
    const where = { imageId, ...(accountIds === undefined ? {} : { accountId: { in: accountIds } }) };
    const ended = await tx.imageMember.findMany({ where, select: { account: { select: { name: true } } } });
    await tx.imageMember.deleteMany({ where });
    note({ removed: ended.map(({ account }) => account.name) });
    return { removed: ended.length };
  },
});
