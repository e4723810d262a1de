import "server-only";
import type { Prisma, Tx } from "@/lib/platform/db/client";

const lineageSelect = {
  imageId: true,
  isoImageId: true,
  originType: true,
  originMarket: true,
  originLicensed: true,
  fromIso: true,
  hadCsbsBackup: true,
  osFamily: true,
  osPlatform: true,
  osVersion: true,
  osBits: true,
  architecture: true,
  bootMode: true,
  image: { select: { hasCloudInit: true, nicMultiQueue: true, sriov: true, fitsBms: true } },
} satisfies Prisma.ServerSelect;

/** What an image made of a server is told by it: its lineage, its architecture and what is known of its system (PRI-25, LIM-52). */
export async function imageLineage(tx: Tx, serverId: string) {
  const {
    imageId,
    isoImageId: _iso,
    image,
    hadCsbsBackup,
    ...server
  } = await tx.server.findUniqueOrThrow({ where: { id: serverId }, select: lineageSelect });
  return { lineage: { ...server, ...image, sourceServerId: serverId, originImageId: imageId }, hadCsbsBackup };
}
