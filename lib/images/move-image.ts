import "server-only";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { AppError, type ErrorCode, type ErrorDetail } from "@/lib/platform/errors";
import { canMove, type ImageStatus } from "./model";

interface Move {
  readonly to: ImageStatus;
  readonly data?: Omit<Prisma.ImageUncheckedUpdateManyInput, "status" | "failureCode" | "failureDetail" | "deletedAt">;
  /** Why it failed; required when moving to `killed`. */
  readonly failure?: { code: ErrorCode; detail: ErrorDetail };
}

/** The only writer of an image's status. Errors: `imageStatusNotNormal` when the lifecycle has no such move, also after a race. */
export async function moveImage(tx: Tx, image: { id: string; status: ImageStatus }, move: Move): Promise<void> {
  const { count } = canMove(image.status, move.to)
    ? await tx.image.updateMany({
        where: { id: image.id, status: image.status },
        data: {
          ...move.data,
          status: move.to,
          failureCode: move.failure?.code ?? null,
          failureDetail: (move.failure?.detail as Prisma.InputJsonObject | undefined) ?? NO_DETAIL, // ErrorDetail is JSON by definition
          deletedAt: move.to === "deleted" ? new Date() : null,
        },
      })
    : { count: 0 };
  if (count === 0) throw new AppError("imageStatusNotNormal", { status: image.status, wanted: move.to });
}

const NO_DETAIL = {} satisfies Prisma.InputJsonObject;
