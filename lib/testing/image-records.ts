import { randomUUID } from "node:crypto";
import { db, type Prisma } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { projectOf } from "./factories";

/** An image row of the actor's project; `active` ones name bytes that need not be there. */
export async function anImage(actor: Actor, data: Partial<Prisma.ImageUncheckedCreateInput> = {}): Promise<{ id: string }> {
  const { id: projectId, regionId } = projectOf(actor);
  const id = data.id ?? randomUUID();
  const bytes = data.status === "active" ? { originalKey: `images/${id}/original-test`, originalSize: 3n } : {};
  await db().image.create({
    data: { id, accountId: actor.accountId, projectId, regionId, name: `image ${id}`, sourceKind: "upload", ...bytes, ...data },
  });
  return { id };
}
