import { z } from "zod";
import { ARCHITECTURES, BOOT_MODES } from "@/lib/disk/model";
import { parseTagSearch, tagChanges, tagFilter, tagsInput } from "@/lib/tags/schemas";
import {
  DATA_DISKS_MAX,
  DESCRIPTION_MAX_LENGTH,
  DESCRIPTION_PATTERN,
  IMAGE_SORTS,
  IMAGE_STATES,
  MEMORY_MAX_MB,
  NAME_MAX_LENGTH,
  NAME_PATTERN,
  OS_FAMILIES,
  PAGE_SIZES,
  SELECTION_MAX,
  SYSTEM_DISK_MAX_GB,
  SYSTEM_DISK_MIN_GB,
} from "./constraints";
import { IMAGE_FEATURES, IMAGE_KINDS, IMAGE_TYPES } from "./model";
import { FILE_KINDS } from "./rules/file-rules";

export const imageName = z.string().min(1, "nameRequired").max(NAME_MAX_LENGTH, "nameTooLong").regex(NAME_PATTERN, "nameCharacters");
export const imageDescription = z
  .string()
  .max(DESCRIPTION_MAX_LENGTH, "descriptionTooLong")
  .regex(DESCRIPTION_PATTERN, "descriptionCharacters");
const memoryMb = z.number().int().min(0).max(MEMORY_MAX_MB);

/** Which capacities fit a kind is the file rules' to say. Unit: GB. */
const diskGb = z.number("diskSizeRange").int("diskSizeRange").min(1, "diskSizeRange");
const isSystemDiskSize = (gb: number) => gb >= SYSTEM_DISK_MIN_GB && gb <= SYSTEM_DISK_MAX_GB;

/** What the register form asks; empty choices are left to recognition. */
export const registerImageInput = z
  .object({
    objectId: z.uuid("sourceRequired"),
    name: imageName,
    description: imageDescription.default(""),
    architecture: z.enum(ARCHITECTURES).optional(),
    bootMode: z.enum(BOOT_MODES).optional(),
    kind: z.enum(FILE_KINDS).default("system"),
    osVersion: z.string().max(120).optional(),
    /** Of a data disk image, which names no version. */
    osFamily: z.enum(["linux", "windows"]).optional(),
    /** Capacity of the disk. Unit: GB. Left out: what the disk needs, at least 40. */
    minDiskGb: diskGb.optional(),
    /** More files, each a data disk image of its own; a file once (LIM-12). */
    dataDisks: z
      .array(z.object({ objectId: z.uuid("sourceRequired"), diskGb }))
      .max(DATA_DISKS_MAX, "dataDisksMax")
      .default([]),
    tags: tagsInput.default([]),
    /** Without converting: RAW with a block map, ZVHD2 (PRI-08). */
    quick: z.boolean().default(false),
    fitsBms: z.boolean().default(false),
    encrypted: z.boolean().default(false),
    /** The key to encrypt under (PRI-18); left out: the project's default key. */
    keyId: z.uuid().optional(),
    minRamMb: memoryMb.default(0),
    maxRamMb: memoryMb.default(0),
  })
  .refine((input) => input.maxRamMb === 0 || input.minRamMb <= input.maxRamMb, { path: ["maxRamMb"], error: "memoryRange" })
  .refine((input) => input.kind === "data" || input.minDiskGb === undefined || isSystemDiskSize(input.minDiskGb), {
    path: ["minDiskGb"],
    error: "diskSizeRange",
  })
  .refine((input) => input.kind === "system" || input.dataDisks.length === 0, { path: ["dataDisks"], error: "dataDisksOfSystem" })
  .refine((input) => input.architecture !== "arm" || input.bootMode !== "bios", { path: ["bootMode"], error: "armNeedsUefi" });

export type RegisterImageInput = z.input<typeof registerImageInput>;

export const imageIdInput = z.object({ imageId: z.uuid() });

/** `withBackup`: the backup behind a full-server image goes with it (MNG-10). */
export const deleteImageInput = imageIdInput.extend({ withBackup: z.boolean().default(false) });

/** The filter of an image list, as operations take it. `cursor` is opaque: it names a row and a direction. */
export const imageListInput = z.object({
  type: z.enum(IMAGE_TYPES),
  q: z.string().trim().max(128).default(""),
  state: z.enum(IMAGE_STATES).optional(),
  os: z.enum(OS_FAMILIES).optional(),
  platform: z.string().max(64).optional(),
  architecture: z.enum(ARCHITECTURES).optional(),
  kind: z.enum(IMAGE_KINDS).optional(),
  /** `key`, or `key=value`; the image has all of them (MNG-01). */
  tags: tagFilter,
  /** A supported feature of public images (PUB-04). */
  feature: z.enum(IMAGE_FEATURES).optional(),
  encrypted: z.boolean().optional(),
  /** Only what is in the recycle bin; such images are in no other list. */
  bin: z.boolean().default(false),
  sort: z.enum(IMAGE_SORTS).default("-createdAt"),
  size: z.union(PAGE_SIZES.map((size) => z.literal(size))).default(20),
  cursor: z.string().max(512).optional(),
});

export type ImageListFilter = z.output<typeof imageListInput>;

/** Reads a filter from URL parameters: what is unknown or wrong becomes its default, so a bad link still opens. */
export function parseImageSearch(
  type: ImageListFilter["type"],
  search: Readonly<Record<string, string | string[] | undefined>>,
): ImageListFilter {
  const one = (key: string) => {
    const value = search[key];
    return Array.isArray(value) ? value[0] : value;
  };
  const { shape } = imageListInput;
  return {
    type,
    q: shape.q.catch("").parse(one("q")),
    state: shape.state.catch(undefined).parse(one("state")),
    os: shape.os.catch(undefined).parse(one("os")),
    platform: shape.platform.catch(undefined).parse(one("platform")),
    architecture: shape.architecture.catch(undefined).parse(one("architecture")),
    kind: shape.kind.catch(undefined).parse(one("kind")),
    tags: parseTagSearch(one("tags")),
    feature: shape.feature.catch(undefined).parse(one("feature")),
    encrypted: shape.encrypted.catch(undefined).parse(one("encrypted") === undefined ? undefined : one("encrypted") === "true"),
    bin: one("bin") === "true",
    sort: shape.sort.catch("-createdAt").parse(one("sort")),
    size: shape.size.catch(20).parse(Number(one("size") ?? 20)),
    cursor: shape.cursor.catch(undefined).parse(one("cursor")),
  };
}

const listFilter = imageListInput.omit({ cursor: true, sort: true, size: true });

/** Images an act is about: named one by one, or all that a list's filter matches. */
export const imageSelection = z.union([z.object({ ids: z.array(z.uuid()).min(1).max(SELECTION_MAX) }), z.object({ filter: listFilter })]);

export type ImageSelection = z.output<typeof imageSelection>;

/** Attributes users may change (MNG-02, AMB-39); whatever else is named is refused by its name. */
export const modifyImageInput = z.object({
  imageId: z.uuid(),
  /** `updatedAt` of the image the form was filled from: a change made meanwhile is not overwritten. */
  unlessChangedSince: z.iso.datetime().optional(),
  changes: z
    .object({
      name: imageName,
      description: imageDescription,
      minRamMb: memoryMb,
      maxRamMb: memoryMb,
      nicMultiQueue: z.boolean(),
      sriov: z.boolean(),
    })
    .partial()
    .catchall(z.unknown()),
});

export const tagImagesInput = tagChanges.extend({ selection: imageSelection });

export const protectImagesInput = z.object({ selection: imageSelection, protected: z.boolean() });

export const retireImageInput = z.object({
  imageId: z.uuid(),
  /** From then on nothing new is made of it; null: it is in use again. */
  retiresAt: z.iso.datetime().nullable(),
  /** The image to use in its place. */
  successorId: z.uuid().nullable().default(null),
});

export const selectionInput = z.object({ selection: imageSelection });

/** `withBackups`: the backups behind full-server images that end for good go with them (MNG-10). */
export const deleteImagesInput = z.object({ selection: imageSelection, withBackups: z.boolean().default(false) });

/** Acts on many images that say beforehand what they would skip. */
export const SELECTION_ACTS = ["delete", "tag", "protect", "restore", "purge"] as const;
export const reviewSelectionInput = z.object({ selection: imageSelection, act: z.enum(SELECTION_ACTS) });

export const publishPublicImageInput = z.object({ imageId: z.uuid(), features: z.array(z.enum(IMAGE_FEATURES)).default([]) });

/** What the operator says of a public image. Left out: stays as it is. */
export const changePublicImageInput = z.object({
  imageId: z.uuid(),
  hidden: z.boolean().optional(),
  features: z.array(z.enum(IMAGE_FEATURES)).optional(),
  /** The initialisation component is in it (PUB-05). */
  hasCloudInit: z.boolean().optional(),
  fitsBms: z.boolean().optional(),
  retiresAt: z.iso.datetime().nullable().optional(),
  successorId: z.uuid().nullable().optional(),
});

/** Lists that may leave as a file (MNG-07, AMB-38): public and private ones. */
export const exportImageListInput = z.object({ filter: listFilter.extend({ type: z.enum(["public", "private"]) }) });

export const imageRowsInput = z.object({
  filter: listFilter,
  /** The last row read before. */
  after: z.object({ createdAt: z.iso.datetime(), id: z.uuid() }).optional(),
});
/** What every image has that a job makes of a server, a disk or a backup. */
export const madeImageFields = z.object({
  name: imageName,
  description: imageDescription.default(""),
  minRamMb: memoryMb.default(0),
  maxRamMb: memoryMb.default(0),
  tags: tagsInput.default([]),
});
export type MadeImageFields = z.output<typeof madeImageFields>;
