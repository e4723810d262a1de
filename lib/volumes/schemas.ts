import { z } from "zod";
import { parseTagSearch, tagChanges, tagFilter } from "@/lib/tags/schemas";
import { VOLUME_MAX_GB, VOLUME_MIN_GB, VOLUME_NAME_PATTERN, VOLUMES_PER_REQUEST_MAX } from "./constraints";
import { VOLUME_TYPES } from "./model";

const sizeGb = z
  .number("dataDiskSizeRange")
  .int("dataDiskSizeRange")
  .min(VOLUME_MIN_GB, "dataDiskSizeRange")
  .max(VOLUME_MAX_GB, "dataDiskSizeRange");

const newVolume = z.object({
  name: z.string().regex(VOLUME_NAME_PATTERN, "volumeName"),
  sizeGb,
  type: z.enum(VOLUME_TYPES).default("GPSSD"),
  /** A data disk image; each once in a request (LIM-12). */
  imageId: z.uuid().optional(),
  encrypted: z.boolean().default(false),
  /** A key of the project; without it the project's `ims/default`. A disk of an encrypted image keeps the key of its image. */
  keyId: z.uuid().optional(),
});

export const createVolumesInput = z.object({
  volumes: z.array(newVolume).min(1).max(VOLUMES_PER_REQUEST_MAX),
  zoneId: z.string().min(1, "zoneRequired"),
  /** Server to attach them to, of the same zone. */
  serverId: z.uuid().optional(),
});
export type CreateVolumesInput = z.input<typeof createVolumesInput>;

export const volumeIdInput = z.object({ volumeId: z.uuid() });
export const tagVolumeInput = volumeIdInput.extend(tagChanges.shape);
export const attachVolumeInput = volumeIdInput.extend({ serverId: z.uuid() });
export const growVolumeInput = volumeIdInput.extend({ sizeGb });

export const volumeListInput = z.object({
  q: z.string().trim().max(64).default(""),
  tags: tagFilter,
  size: z.union([z.literal(20), z.literal(50), z.literal(100)]).default(20),
  cursor: z.string().max(512).optional(),
});
export type VolumeListFilter = z.output<typeof volumeListInput>;

/** Reads a filter from URL parameters; what is wrong becomes its default. */
export function parseVolumeSearch(search: Readonly<Record<string, string | string[] | undefined>>): VolumeListFilter {
  const one = (key: string) => [search[key]].flat()[0];
  const { shape } = volumeListInput;
  return {
    q: shape.q.catch("").parse(one("q")),
    tags: parseTagSearch(one("tags")),
    size: shape.size.catch(20).parse(Number(one("size") ?? 20)),
    cursor: shape.cursor.catch(undefined).parse(one("cursor")),
  };
}
