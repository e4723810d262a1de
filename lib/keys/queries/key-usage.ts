import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { USAGE_SHOWN } from "../constraints";
import { keysOf } from "../keys-of";
import type { KeyUsageView } from "../model";
import { keyIdInput } from "../schemas";

/** What hangs on a key, to be shown before it is disabled or deleted. Errors: `notFound`. */
export const keyUsage = query({
  permission: "kms:cmk:get",
  input: keyIdInput,
  async run({ db, scope, input }): Promise<KeyUsageView> {
    const key = await db.key.findFirst({ where: { AND: [{ id: input.keyId }, keysOf(inProject(scope))] }, select: { id: true } });
    if (key === null) throw new AppError("notFound", { id: input.keyId });
    const where = { keyId: key.id, status: { not: "deleted" } } as const;
    const reading = { where: { status: { in: ["creating", "lazy"] } } } as const;
    const [imageCount, volumeCount, images] = await Promise.all([
      db.image.count({ where }),
      db.volume.count({ where }),
      db.image.findMany({
        where,
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: USAGE_SHOWN,
        select: {
          id: true,
          name: true,
          kind: true,
          status: true,
          virtualSizeBytes: true,
          disk: {
            select: { keyVersion: true, _count: { select: { volumes: { where: { status: { in: [...reading.where.status.in] } } } } } },
          },
        },
      }),
    ]);
    return {
      imageCount,
      volumeCount,
      images: images.map(({ disk, virtualSizeBytes, ...image }) => ({
        ...image,
        virtualSizeBytes: virtualSizeBytes === null ? null : Number(virtualSizeBytes),
        keyVersion: disk?.keyVersion ?? null,
        readingVolumes: disk?._count.volumes ?? 0,
      })),
    };
  },
});
