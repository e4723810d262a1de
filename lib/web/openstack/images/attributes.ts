import type { z } from "zod";
import { type ImageFields, imageFields, propertyName, propertyValue } from "@/lib/images/records/inputs";
import { Fault } from "../fault";

const { shape } = imageFields;

/** Attributes a client may set, by their name on the wire, and the field each stands for. */
const SETTABLE = {
  name: "name",
  disk_format: "diskFormat",
  container_format: "containerFormat",
  min_disk: "minDiskGb",
  min_ram: "minRamMb",
  protected: "protected",
  os_hidden: "hidden",
  tags: "tags",
} as const satisfies Record<string, keyof ImageFields>;

const READ_ONLY = new Set(
  "id status size virtual_size checksum os_hash_algo os_hash_value created_at updated_at file self schema direct_url stores".split(" "),
);
const RESERVED = new Set(["deleted", "deleted_at", "location", "locations"]);

/** What setting an attribute means: a field, an extra property, or nothing because it may only be what it is. */
export type Setting =
  | { readonly kind: "field"; readonly field: Partial<ImageFields> }
  | { readonly kind: "property"; readonly name: string; readonly value: string }
  | { readonly kind: "nothing" };

/** Whether an attribute is part of every image, so that it can be replaced but never removed. */
export function isBaseAttribute(name: string): boolean {
  return name in SETTABLE || READ_ONLY.has(name) || name === "visibility" || name === "owner";
}

/** Faults: 403 for what only the service sets. `__` begins the attributes of the IMS API, `os_glance_` those of imports. */
export function assertWritable(name: string): void {
  if (READ_ONLY.has(name) || name.startsWith("__")) throw new Fault(403, `Attribute '${name}' is read-only.`);
  if (RESERVED.has(name) || name.startsWith("os_glance_"))
    throw new Fault(403, `Access was denied to this resource. Attribute '${name}' is reserved.`);
}

/** Reads one attribute that a client sets. Faults: 400 for a value the schema refuses, 403 for what it may not set. */
export function readSetting(name: string, value: unknown): Setting {
  assertWritable(name);
  if (name === "visibility") return readVisibility(value);
  if (isSettable(name)) {
    const field = SETTABLE[name];
    const given = name === "name" && value === null ? "" : value;
    return { kind: "field", field: { [field]: parse(name, shape[field], given) } };
  }
  parse(name, propertyName, name);
  return { kind: "property", name, value: parse(name, propertyValue, value) };
}

/** Images are private; who else sees one is decided by its members. Only the platform publishes. */
function readVisibility(value: unknown): Setting {
  switch (value) {
    case "private":
    case "shared":
      return { kind: "nothing" };
    case "public":
      throw new Fault(403, "You are not authorized to complete publicize_image action.");
    case "community":
      throw new Fault(403, "You are not authorized to complete communitize_image action.");
    default:
      throw mismatch("visibility", "it is not one of private, shared, public, community");
  }
}

function isSettable(name: string): name is keyof typeof SETTABLE {
  return Object.hasOwn(SETTABLE, name);
}

function parse<Schema extends z.ZodType>(name: string, schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw mismatch(name, parsed.error.issues[0]?.message ?? "");
}

export function mismatch(name: string, reason: string): Fault {
  return new Fault(400, `Provided object does not match schema 'image': ${name}: ${reason}`);
}
