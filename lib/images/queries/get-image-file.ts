import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { assertAllowed } from "../assert-allowed";
import { assertCovered } from "../covers-image";
import { readableImages } from "../images-of";
import { imageIdInput } from "../schemas";
import { imageSelect, toImageView } from "../views";

/** Where the bytes of an image lie. */
export interface ImageFile {
  readonly regionId: string;
  readonly storageKey: string;
  readonly sizeBytes: number;
  /** 32 hexadecimal digits; null for a disk that the service made. */
  readonly md5: string | null;
}

/**
 * The bytes of one of the project's own images: the file as its owner sent it, else the disk that was made (ZVHD2). Undefined while
 * there are none. Images of others stay inside. Errors: `notFound`, those of the rules for `download`.
 */
export const getImageFile = query({
  permission: "ims:images:export",
  input: imageIdInput,
  async run({ db, scope: anywhere, input }): Promise<ImageFile | undefined> {
    const scope = inProject(anywhere);
    const image = await db.image.findFirst({
      where: { AND: [{ id: input.imageId }, readableImages(scope)] },
      select: {
        ...imageSelect,
        originalKey: true,
        disk: { select: { ...imageSelect.disk.select, storageKey: true } },
      },
    });
    if (image === null) throw new AppError("notFound", { id: input.imageId });
    assertCovered(scope, image);
    assertAllowed("download", toImageView(image, scope.accountId));
    const { regionId, originalKey, originalSize, checksumMd5: md5, disk } = image;
    if (image.status !== "active") return undefined;
    if (originalKey !== null) return { regionId, storageKey: originalKey, sizeBytes: Number(originalSize), md5 };
    return disk === null ? undefined : { regionId, storageKey: disk.storageKey, sizeBytes: Number(disk.sizeBytes), md5: null };
  },
});
