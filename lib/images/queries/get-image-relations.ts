import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { assertCovered } from "../covers-image";
import { readableImages } from "../images-of";
import { lineage } from "../manage/lineage";
import { type ImageRelations, stateOf } from "../model";
import { imageIdInput } from "../schemas";

const SHOWN_MAX = 100;

/** Where an image came from, what came of it, and what is made of it. Errors: `notFound`. */
export const getImageRelations = query({
  permission: "ims:images:get",
  input: imageIdInput,
  async run({ db, scope, input: { imageId } }): Promise<ImageRelations> {
    const image = await db.image.findFirst({
      where: { AND: [{ id: imageId }, readableImages(inProject(scope))] },
      select: { id: true, accountId: true, tags: true },
    });
    if (image === null) throw new AppError("notFound", { id: imageId });
    assertCovered(scope, image);
    const { accountId } = scope;
    const ofServers = { imageId, accountId, projectId: inProject(scope).project.id, status: { not: "deleted" as const } };
    const [tree, copies, servers, serverCount] = await Promise.all([
      lineage(db, scope, imageId),
      db.image.findMany({
        where: { copiedFromId: imageId, accountId, visibility: "private", status: { not: "deleted" }, recycledAt: null },
        orderBy: { createdAt: "desc" },
        take: SHOWN_MAX,
        select: { id: true, name: true, regionId: true, projectId: true, status: true, published: true },
      }),
      db.server.findMany({
        where: ofServers,
        orderBy: { createdAt: "desc" },
        take: SHOWN_MAX,
        select: { id: true, name: true, status: true, createdAt: true },
      }),
      db.server.count({ where: ofServers }),
    ]);
    return {
      ...tree,
      copies: copies.map(({ status, published, ...copy }) => ({ ...copy, state: stateOf({ status, published }) })),
      servers: servers.map((server) => ({ ...server, createdAt: server.createdAt.toISOString() })),
      serverCount,
    };
  },
});
