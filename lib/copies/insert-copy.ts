import "server-only";
import { randomUUID } from "node:crypto";
import type { Tx } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";

/** What a copy takes over from its source: what it is, and where it came from (CPY-05). */
const inherited = {
  kind: true,
  osFamily: true,
  osPlatform: true,
  osVersion: true,
  osBits: true,
  osDetected: true,
  architecture: true,
  bootMode: true,
  minDiskGb: true,
  minRamMb: true,
  maxRamMb: true,
  sourceFormat: true,
  sourceSubformat: true,
  hasCloudInit: true,
  nicMultiQueue: true,
  sriov: true,
  fitsBms: true,
  sourceServerId: true,
  sourceVolumeId: true,
  originImageId: true,
  originType: true,
  fromIso: true,
  originMarket: true,
  originLicensed: true,
  originCsbs: true,
} as const;

export interface NewCopy {
  readonly imageId: string;
  readonly name: string;
  readonly description: string;
  readonly copyTags: boolean;
  readonly keyId?: string | null;
  /** The backup made with it, where it is a full-server image in another region. */
  readonly sourceBackupId?: string | null;
}

/** Inserts the row of a copy in the project it shall belong to. Its disk is ZVHD2, so servers start from it before it is read (CPY-03). */
export async function insertCopy(tx: Tx, scope: ProjectScope, copy: NewCopy): Promise<{ imageId: string }> {
  const source = await tx.image.findUniqueOrThrow({
    where: { id: copy.imageId },
    select: { ...inherited, name: true, tags: true },
  });
  const { name, tags, ...same } = source;
  const imageId = randomUUID();
  await tx.image.create({
    data: {
      ...same,
      id: imageId,
      accountId: scope.accountId,
      projectId: scope.project.id,
      regionId: scope.project.regionId,
      name: copy.name,
      description: copy.description,
      tags: copy.copyTags ? tags : [],
      encrypted: typeof copy.keyId === "string",
      keyId: copy.keyId ?? null,
      sourceBackupId: copy.sourceBackupId ?? null,
      fastProvisioning: true,
      sourceKind: "copy",
      sourceName: name,
      copiedFromId: copy.imageId,
    },
  });
  return { imageId };
}
