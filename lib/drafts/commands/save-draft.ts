import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { DRAFTS_MAX } from "../constraints";
import { draftsOf } from "../drafts-of";
import { saveDraftInput } from "../schemas";

/** Keeps a form of a new image as it is, under an id the browser chose; only its first keeping is traced. Errors: `notFound` for somebody else's id. */
export const saveDraft = command({
  trace: "saveDraft",
  resourceType: "draft",
  permission: "ims:serverImages:create",
  input: saveDraftInput,
  async run({ tx, scope, input, note, hush }) {
    const { userId } = scope;
    const projectId = inProject(scope).project.id;
    const form = input.form as Prisma.InputJsonObject; // z.json() says the same
    const { count } = await tx.imageDraft.updateMany({ where: { id: input.draftId, userId, projectId }, data: { form } });
    if (count === 0) {
      if ((await tx.imageDraft.count({ where: { id: input.draftId } })) > 0) throw new AppError("notFound", { id: input.draftId });
      await tx.imageDraft.create({ data: { id: input.draftId, userId, projectId, form } });
      const oldest = await tx.imageDraft.findMany({
        where: { userId, projectId },
        orderBy: { updatedAt: "desc" },
        skip: DRAFTS_MAX,
        select: { id: true },
      });
      await tx.imageDraft.deleteMany({ where: { id: { in: oldest.map(({ id }) => id) } } });
    }
    await tx.imageDraft.deleteMany({ where: { userId, projectId, NOT: draftsOf(scope) } });
    if (count > 0) hush();
    note({ resourceId: input.draftId });
  },
});
