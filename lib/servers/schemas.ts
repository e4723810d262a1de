import { z } from "zod";
import { imageName, madeImageFields } from "@/lib/images/schemas";
import { parseTagSearch, tagChanges, tagFilter } from "@/lib/tags/schemas";
import { VOLUME_MAX_GB, VOLUME_MIN_GB } from "@/lib/volumes/constraints";
import { VOLUME_TYPES } from "@/lib/volumes/model";
import { DATA_DISKS_MAX, FAULT_NOTE_MAX, SERVER_NAME_PATTERN, SERVERS_PER_REQUEST_MAX, SYSTEM_DISK_MAX_GB } from "./constraints";
import { INSTALL_STEPS, SERVER_KINDS } from "./model";

const systemDiskGb = z.number("diskSizeRange").int("diskSizeRange").min(1, "diskSizeRange").max(SYSTEM_DISK_MAX_GB, "diskSizeRange");

/** A data disk to make with a server: blank, or of a data disk image. */
const newDataDisk = z.object({
  /** Unit: GB. */
  sizeGb: z
    .number("dataDiskSizeRange")
    .int("dataDiskSizeRange")
    .min(VOLUME_MIN_GB, "dataDiskSizeRange")
    .max(VOLUME_MAX_GB, "dataDiskSizeRange"),
  type: z.enum(VOLUME_TYPES).default("GPSSD"),
  imageId: z.uuid().optional(),
  encrypted: z.boolean().default(false),
  /** A key of the project; without it the project's `ims/default`. A disk of an encrypted image keeps the key of its image. */
  keyId: z.uuid().optional(),
});

export const createServersInput = z.object({
  imageId: z.uuid(),
  name: z.string().regex(SERVER_NAME_PATTERN, "serverName"),
  flavorId: z.string().min(1, "flavorRequired"),
  zoneId: z.string().min(1, "zoneRequired"),
  /** Spread over the zones of the region in turn, beginning with `zoneId`. */
  spreadZones: z.boolean().default(false),
  count: z.number("count").int("count").min(1, "count").max(SERVERS_PER_REQUEST_MAX, "count").default(1),
  /** Unit: GB. Left out: what the image needs. */
  systemDiskGb: systemDiskGb.optional(),
  systemDiskType: z.enum(VOLUME_TYPES).default("GPSSD"),
  dataDisks: z.array(newDataDisk).max(DATA_DISKS_MAX, "dataDisks").default([]),
  /** Run it as soon as its disks are there. */
  start: z.boolean().default(false),
});
export type CreateServersInput = z.input<typeof createServersInput>;

export const serverIdInput = z.object({ serverId: z.uuid() });
export const deleteServerInput = serverIdInput.extend({
  /** Detach the data disks and leave them, instead of deleting them too. */
  keepDataDisks: z.boolean().default(false),
});
export const tagServerInput = serverIdInput.extend(tagChanges.shape);
export const retryServersInput = z.object({ serverIds: z.array(z.uuid()).min(1).max(SERVERS_PER_REQUEST_MAX) });
export const reportFaultInput = serverIdInput.extend({ note: z.string().trim().max(FAULT_NOTE_MAX).default("") });
export const recordInstallInput = serverIdInput.extend({ step: z.enum(INSTALL_STEPS) });
export const reinstallServerInput = serverIdInput.extend({
  /** Left out: the image the server was made from. */
  imageId: z.uuid().optional(),
  /** Run it as soon as its system disk is there. */
  start: z.boolean().default(false),
});

export const serverListInput = z.object({
  q: z.string().trim().max(64).default(""),
  kind: z.enum(SERVER_KINDS).optional(),
  tags: tagFilter,
  size: z.union([z.literal(20), z.literal(50), z.literal(100)]).default(20),
  cursor: z.string().max(512).optional(),
});
export type ServerListFilter = z.output<typeof serverListInput>;

/** Reads a filter from URL parameters; what is wrong becomes its default. */
export function parseServerSearch(search: Readonly<Record<string, string | string[] | undefined>>): ServerListFilter {
  const one = (key: string) => [search[key]].flat()[0];
  const { shape } = serverListInput;
  return {
    q: shape.q.catch("").parse(one("q")),
    kind: shape.kind.catch(undefined).parse(one("kind")),
    tags: parseTagSearch(one("tags")),
    size: shape.size.catch(20).parse(Number(one("size") ?? 20)),
    cursor: shape.cursor.catch(undefined).parse(one("cursor")),
  };
}

export const anyServerListInput = z.object({
  /** Part of the name of the server or of its account. */
  q: z.string().trim().max(64).default(""),
  /** Only those whose fees are owed. */
  frozen: z.boolean().default(false),
  tags: tagFilter,
  size: z.union([z.literal(20), z.literal(50), z.literal(100)]).default(20),
  cursor: z.string().max(512).optional(),
});
export type AnyServerListFilter = z.output<typeof anyServerListInput>;

/** Reads a filter from URL parameters; what is wrong becomes its default. */
export function parseAnyServerSearch(search: Readonly<Record<string, string | string[] | undefined>>): AnyServerListFilter {
  const { q, tags, size, cursor } = parseServerSearch(search);
  return { q, tags, size, cursor, frozen: [search.frozen].flat()[0] === "true" };
}

export const createSystemImageInput = serverIdInput.extend(madeImageFields.shape);
export const createDataImagesInput = z.object({
  /** Data disks of one server; each becomes an image of its own. */
  disks: z
    .array(z.object({ volumeId: z.uuid(), name: imageName }))
    .min(1)
    .max(DATA_DISKS_MAX),
  ...madeImageFields.omit({ name: true }).shape,
});
