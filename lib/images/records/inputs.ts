import { z } from "zod";
import { MEMORY_MAX_MB, PROPERTY_VALUE_MAX_LENGTH, SYSTEM_DISK_MAX_GB, TAG_MAX_LENGTH, WIRE_NAME_MAX_LENGTH } from "../constraints";
import { IMAGE_STATUSES } from "../model";

/** Text that PostgreSQL can hold: no NUL, no half of a surrogate pair. */
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => value.isWellFormed() && !value.includes("\0"), "must be well-formed Unicode without NUL");

/**
 * Disk and container formats that a client of the image API may name. Which of them the worker can read is another matter: the
 * bytes are kept as they came in any case. Source: OpenStack Image API v2, schema `image`.
 */
export const WIRE_DISK_FORMATS = ["ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop"] as const;
export const WIRE_CONTAINER_FORMATS = ["ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed"] as const;

export const imageTag = text(TAG_MAX_LENGTH);
export const propertyName = text(WIRE_NAME_MAX_LENGTH).min(1);
export const propertyValue = text(PROPERTY_VALUE_MAX_LENGTH);

/** What the image API may set of an image. Names are free text there; the console's form is stricter. */
export const imageFields = z.object({
  name: text(WIRE_NAME_MAX_LENGTH),
  diskFormat: z.enum(WIRE_DISK_FORMATS).nullable(),
  containerFormat: z.enum(WIRE_CONTAINER_FORMATS).nullable(),
  /** Unit: GB. */
  minDiskGb: z.int().min(0).max(SYSTEM_DISK_MAX_GB),
  minRamMb: z.int().min(0).max(MEMORY_MAX_MB),
  protected: z.boolean(),
  hidden: z.boolean(),
  tags: z.array(imageTag).transform((tags) => [...new Set(tags)]),
});

export type ImageFields = z.output<typeof imageFields>;

export const createImageInput = z.object({
  id: z.uuid().optional(),
  fields: imageFields.partial(),
  properties: z.record(propertyName, propertyValue),
});

/** One change of a property. `null`: it goes away. `when`: what must hold of it before, else `conflict`. */
const propertyChange = z.object({
  name: propertyName,
  value: propertyValue.nullable(),
  when: z.enum(["any", "absent", "present"]),
});

export type PropertyChange = z.output<typeof propertyChange>;

export const updateImageInput = z.object({
  imageId: z.uuid(),
  fields: imageFields.partial().default({}),
  properties: z.array(propertyChange).default([]),
  addTag: imageTag.optional(),
  removeTag: imageTag.optional(),
});

export const imageUploadInput = z.object({ imageId: z.uuid(), uploadId: z.uuid() });

export const finishImageUploadInput = imageUploadInput.extend({
  sizeBytes: z.int().min(0),
  md5: z.string().length(32),
  sha512: z.string().length(128),
});

export const RECORD_SORT_KEYS = ["name", "status", "containerFormat", "diskFormat", "sizeBytes", "id", "createdAt", "updatedAt"] as const;
export type RecordSortKey = (typeof RECORD_SORT_KEYS)[number];

const comparison = z.object({ operator: z.enum(["gt", "gte", "lt", "lte", "eq", "neq"]), at: z.date() });
const bound = z.object({ min: z.number().optional(), max: z.number().optional() });
const anyOf = z.array(z.string()).optional();

/** Filter, order and page of a list of images, whatever their type. Every part narrows; left out, it does not. */
export const recordFilter = z.object({
  /** `private`: the project's own; `public`: what everybody sees; `shared`: what others share with it; `all`: all three. */
  visibility: z.enum(["all", "public", "private", "shared"]).default("all"),
  /** Of what others share with the project: how it has answered. */
  memberStatus: z.enum(["accepted", "pending", "rejected", "all"]).default("accepted"),
  name: anyOf,
  id: anyOf,
  status: z.array(z.enum(IMAGE_STATUSES)).optional(),
  diskFormat: anyOf,
  containerFormat: anyOf,
  owner: z.string().optional(),
  checksumMd5: z.string().optional(),
  hash: z.string().optional(),
  hidden: z.boolean().optional(),
  protected: z.boolean().optional(),
  sizeBytes: bound.optional(),
  minDiskGb: bound.optional(),
  minRamMb: bound.optional(),
  createdAt: z.array(comparison).default([]),
  updatedAt: z.array(comparison).default([]),
  /** The image has all of them. */
  tags: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.string()).default({}),
  order: z.array(z.object({ key: z.enum(RECORD_SORT_KEYS), descending: z.boolean() })).min(1),
  /** Id of the last image of the page before. */
  marker: z.uuid().optional(),
  limit: z.int().min(0).max(1000),
});

export type RecordFilter = z.output<typeof recordFilter>;
