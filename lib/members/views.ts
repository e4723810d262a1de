import "server-only";
import { imageSelect, toImageView } from "@/lib/images/views";
import type { Prisma } from "@/lib/platform/db/client";
import type { MemberView, ReceivedView } from "./model";

export const memberSelect = {
  imageId: true,
  accountId: true,
  projectId: true,
  status: true,
  createdAt: true,
  updatedAt: true,
  account: { select: { name: true } },
} satisfies Prisma.ImageMemberSelect;

export type MemberRow = Prisma.ImageMemberGetPayload<{ select: typeof memberSelect }>;

export function toMemberView({ account, createdAt, updatedAt, ...row }: MemberRow): MemberView {
  return { ...row, accountName: account.name, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

export const receivedSelect = {
  imageId: true,
  status: true,
  createdAt: true,
  updatedAt: true,
  image: { select: imageSelect },
} satisfies Prisma.ImageMemberSelect;

export type ReceivedRow = Prisma.ImageMemberGetPayload<{ select: typeof receivedSelect }>;

/** What is known of an owner beside the image: a name, and whether anything of theirs was accepted before. */
export interface Owner {
  readonly name: string;
  readonly known: boolean;
}

/** Tags are the owner's own words and stay with the owner. */
export function toReceivedView(row: ReceivedRow, viewerAccountId: string, owner: Owner): ReceivedView {
  return {
    image: { ...toImageView(row.image, viewerAccountId), tags: [] },
    status: row.status,
    ownerName: owner.name,
    ownerProjectId: row.image.projectId,
    firstTime: !owner.known,
    sharedAt: row.createdAt.toISOString(),
    answeredAt: row.status === "pending" ? null : row.updatedAt.toISOString(),
  };
}
