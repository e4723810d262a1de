import "server-only";
import { randomUUID } from "node:crypto";
import { holdKey } from "@/lib/keys/hold-key";
import type { LockedObject } from "@/lib/objects/lock-object";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor, ProjectScope } from "@/lib/platform/operation/actor";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { BLOCK_MAP_ENDING } from "../constraints";
import type { FileKind } from "../rules/file-rules";
import { whyNotRegister } from "../rules/file-rules";
import { importLimits } from "./import-limits";

/** One file and the image it is to become. */
export interface NewRegistration {
  readonly kind: FileKind;
  readonly object: LockedObject;
  readonly name: string;
  readonly diskGb?: number | undefined;
  readonly quick: boolean;
  readonly encrypted: boolean;
  /** The key to encrypt under; left out: the project's default key. */
  readonly keyId?: string | undefined;
  readonly fitsBms: boolean;
  readonly columns: {
    readonly description: string;
    readonly tags: string[];
    readonly architecture?: "x86" | "arm" | undefined;
    readonly bootMode?: "bios" | "uefi" | undefined;
    readonly osVersion?: string | undefined;
    readonly osFamily?: string | undefined;
    readonly minRamMb?: number;
    readonly maxRamMb?: number;
  };
}

/**
 * Enters an image whose file lies in a bucket, and queues the job that makes it. The caller has locked the quota and the object. Errors:
 * those of the file rules, `notFound` and `keyUnavailable` for the key.
 */
export async function insertRegistration(
  tx: Tx,
  who: { actor: Actor; scope: ProjectScope },
  { kind, object, name, diskGb, quick, encrypted, keyId, fitsBms, columns }: NewRegistration,
): Promise<{ imageId: string; jobId: string }> {
  const blockMapId = quick ? await blockMapOf(tx, object) : undefined;
  const inspection = object.inspection as { state?: string; facts?: { format: never; virtualSizeBytes: number } } | null; // written by the inspection task only
  const facts = inspection?.state === "ok" ? inspection.facts : undefined;
  const refusal = whyNotRegister({
    ...{ kind, quick, fitsBms, fileName: object.name, sizeBytes: Number(object.sizeBytes), limits: importLimits() },
    ...(facts === undefined ? {} : { format: facts.format, virtualSizeBytes: facts.virtualSizeBytes }),
    ...(diskGb === undefined ? {} : { diskGb }),
    ...(columns.osVersion === undefined ? {} : { osVersion: columns.osVersion }),
    hasBlockMap: blockMapId !== undefined,
    encrypted,
  });
  if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
  const key = encrypted ? await holdKey(tx, who.actor, keyId) : undefined;
  const imageId = randomUUID();
  const { id: projectId, regionId } = who.scope.project;
  const source = { sourceKind: "file", sourceName: object.name, sourceObjectId: object.id };
  const place = { accountId: who.scope.accountId, projectId, regionId };
  const encryption = key === undefined ? {} : { encrypted: true, keyId: key.id };
  await tx.image.create({
    data: { id: imageId, ...place, ...source, ...encryption, ...columns, kind, name, fitsBms, minDiskGb: diskGb ?? 0 },
  });
  const payload = { imageId, objectId: object.id, ...(quick ? { quick } : {}), ...(blockMapId === undefined ? {} : { blockMapId }) };
  const jobId = await enqueue(tx, who.actor, who.scope, { kind: "importImage", payload, targetName: name, imageId });
  return { imageId, jobId };
}

/** The map that lies beside a RAW file under the same name with another ending. */
async function blockMapOf(tx: Tx, object: LockedObject): Promise<string | undefined> {
  const name = `${object.name.replace(/\.[^./]+$/, "")}${BLOCK_MAP_ENDING}`;
  const map = await tx.bucketObject.findFirst({ where: { bucketId: object.bucketId, name }, select: { id: true } });
  return map?.id;
}
