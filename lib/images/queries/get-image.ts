import "server-only";
import type { Db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { storageOf } from "@/lib/regions/storage-of";
import { assertCovered, refusalsOn } from "../covers-image";
import { readableImages } from "../images-of";
import type { ImageDamage, ImageDetailView } from "../model";
import { imageIdInput } from "../schemas";
import { type ImageRow, imageSelect, toImageView } from "../views";

/** One image the project may see. Errors: `notFound`, also for another account's (IMG-04). */
export const getImage = query({
  permission: "ims:images:get",
  input: imageIdInput,
  async run({ db, scope, actor, input }): Promise<ImageDetailView> {
    const row = await db.image.findFirst({
      where: { AND: [{ id: input.imageId }, readableImages(inProject(scope))] },
      select: {
        ...imageSelect,
        dataDisks: { select: { sizeGb: true }, orderBy: { position: "asc" } },
        disk: { select: { ...imageSelect.disk.select, storageKey: true, scrubbedAt: true, damage: true } },
      },
    });
    if (row === null) throw new AppError("notFound", { id: input.imageId });
    assertCovered(scope, row);
    const replicas = row.disk === null ? null : await storageOf(row.regionId).replicas(row.disk.storageKey);
    const { dataDisks, ...image } = row;
    const dataDisksGb = dataDisks.map(({ sizeGb }) => sizeGb);
    const sources = await sourcesOf(db, image.accountId === scope.accountId ? image : null);
    const view = { ...toImageView(image, scope.accountId), refusals: refusalsOn(actor)(row) };
    return { ...view, replicas, integrity: row.disk && toIntegrity(row.disk), dataDisksGb, ...sources };
  },
});

/** The server and the backup an image was made of, while they exist; nobody but its owner is told. */
async function sourcesOf(db: Db, image: ImageRow | null) {
  const find = { name: true, id: true };
  const [sourceServer, sourceBackup] = await Promise.all([
    db.server.findFirst({ where: { id: image?.sourceServerId ?? NO_ID, status: { not: "deleted" } }, select: find }),
    db.backup.findFirst({ where: { id: image?.sourceBackupId ?? NO_ID, status: { not: "deleted" } }, select: find }),
  ]);
  return { sourceServer, sourceBackup };
}

const NO_ID = "00000000-0000-0000-0000-000000000000";

function toIntegrity({ scrubbedAt, damage }: { scrubbedAt: Date | null; damage: unknown }): ImageDetailView["integrity"] {
  return { checkedAt: scrubbedAt?.toISOString() ?? null, damage: damage as ImageDamage | null }; // written by `noteDamage` only, in this shape
}
