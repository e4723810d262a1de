import { z } from "zod";
import { ARCHITECTURES, BOOT_MODES } from "@/lib/disk/model";
import {
  DESCRIPTION_MAX_LENGTH,
  DESCRIPTION_PATTERN,
  MEMORY_MAX_MB,
  NAME_MAX_LENGTH,
  NAME_PATTERN,
  PAGE_SIZES,
  SYSTEM_DISK_MAX_GB,
  SYSTEM_DISK_MIN_GB,
} from "./constraints";
import { IMAGE_KINDS, IMAGE_TYPES } from "./model";

export const imageName = z.string().min(1, "nameRequired").max(NAME_MAX_LENGTH, "nameTooLong").regex(NAME_PATTERN, "nameCharacters");
export const imageDescription = z.string().max(DESCRIPTION_MAX_LENGTH, "descriptionTooLong").regex(DESCRIPTION_PATTERN, "descriptionCharacters");
const memoryMb = z.number().int().min(0).max(MEMORY_MAX_MB);

/** What the register form asks; empty choices are left to recognition. */
export const registerImageInput = z
  .object({
    objectId: z.uuid("sourceRequired"),
    name: imageName,
    description: imageDescription.default(""),
    architecture: z.enum(ARCHITECTURES).optional(),
    bootMode: z.enum(BOOT_MODES).optional(),
    osVersion: z.string().max(120).optional(),
    /** Unit: GB. Left out: what the disk needs, at least 40. */
    minDiskGb: z.number("diskSizeRange").int("diskSizeRange").min(SYSTEM_DISK_MIN_GB, "diskSizeRange").max(SYSTEM_DISK_MAX_GB, "diskSizeRange").optional(),
    minRamMb: memoryMb.default(0),
    maxRamMb: memoryMb.default(0),
  })
  .refine((input) => input.maxRamMb === 0 || input.minRamMb <= input.maxRamMb, { path: ["maxRamMb"], error: "memoryRange" })
  .refine((input) => input.architecture !== "arm" || input.bootMode !== "bios", { path: ["bootMode"], error: "armNeedsUefi" });

export type RegisterImageInput = z.input<typeof registerImageInput>;

export const imageIdInput = z.object({ imageId: z.uuid() });

export const IMAGE_SORTS = ["-createdAt", "createdAt", "name", "-name"] as const;
export const IMAGE_STATES = ["creating", "normal", "error"] as const;
export const OS_FAMILIES = ["linux", "windows", "other"] as const;

/** The filter of an image list, as operations take it. `cursor` is opaque: it names a row and a direction. */
export const imageListInput = z.object({
  type: z.enum(IMAGE_TYPES),
  q: z.string().trim().max(128).default(""),
  state: z.enum(IMAGE_STATES).optional(),
  os: z.enum(OS_FAMILIES).optional(),
  platform: z.string().max(64).optional(),
  architecture: z.enum(ARCHITECTURES).optional(),
  kind: z.enum(IMAGE_KINDS).optional(),
  sort: z.enum(IMAGE_SORTS).default("-createdAt"),
  size: z.union(PAGE_SIZES.map((size) => z.literal(size))).default(20),
  cursor: z.string().max(512).optional(),
});

export type ImageListFilter = z.output<typeof imageListInput>;

/** Reads a filter from URL parameters: what is unknown or wrong becomes its default, so a bad link still opens. */
export function parseImageSearch(type: ImageListFilter["type"], search: Readonly<Record<string, string | string[] | undefined>>): ImageListFilter {
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
    sort: shape.sort.catch("-createdAt").parse(one("sort")),
    size: shape.size.catch(20).parse(Number(one("size") ?? 20)),
    cursor: shape.cursor.catch(undefined).parse(one("cursor")),
  };
}

/** The inverse of `parseImageSearch`: only what differs from the default appears. */
export function toSearchParams(filter: ImageListFilter): URLSearchParams {
  const { type: _type, size, sort, ...rest } = filter;
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) if (value !== undefined && value !== "") params.set(key, value);
  if (sort !== "-createdAt") params.set("sort", sort);
  if (size !== 20) params.set("size", String(size));
  return params;
}
