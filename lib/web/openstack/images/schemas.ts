import { PROPERTY_VALUE_MAX_LENGTH, SYSTEM_DISK_MAX_GB, TAG_MAX_LENGTH, TAGS_MAX, WIRE_NAME_MAX_LENGTH } from "@/lib/images/constraints";
import { IMAGE_STATUSES } from "@/lib/images/model";
import { WIRE_CONTAINER_FORMATS, WIRE_DISK_FORMATS } from "@/lib/images/records/inputs";
import type { Answer } from "../call";

const UUID = "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$";
const text = { type: "string" } as const;
const link = (rel: string, href: string) => ({ rel, href: `{${href}}` });
const readOnly = (description: string, more: object = {}) => ({ type: "string", readOnly: true, description, ...more });
const nullable = (description: string, more: object) => ({ type: ["null", "string"], description, ...more });
/** A property that OpenStack gives a meaning; images need not have it. */
const known = (description: string, more: object = {}) => ({ type: "string", description, is_base: false, ...more });

const IMAGE = {
  name: "image",
  properties: {
    id: { type: "string", pattern: UUID, description: "Identifies the image. May be chosen once, when it is created." },
    name: nullable("Name for people. Need not be unique.", { maxLength: WIRE_NAME_MAX_LENGTH }),
    status: readOnly("Where the image is in its life.", { enum: IMAGE_STATUSES }),
    visibility: { type: "string", enum: ["community", "public", "private", "shared"], description: "Who sees the image." },
    protected: { type: "boolean", description: "Whether the image refuses to be deleted." },
    os_hidden: { type: "boolean", description: "Whether lists leave the image out unless asked for it." },
    checksum: { ...nullable("MD5 of the file.", { maxLength: 32 }), readOnly: true },
    os_hash_algo: { ...nullable("Algorithm of os_hash_value.", { maxLength: 64 }), readOnly: true },
    os_hash_value: { ...nullable("Digest of the file, in hexadecimal.", { maxLength: 128 }), readOnly: true },
    owner: nullable("Project the image belongs to.", { maxLength: WIRE_NAME_MAX_LENGTH }),
    size: { type: ["null", "integer"], readOnly: true, description: "Size of the file in bytes." },
    virtual_size: { type: ["null", "integer"], readOnly: true, description: "Size of the disk inside, in bytes." },
    container_format: nullable("What the file is wrapped in.", { enum: [null, ...WIRE_CONTAINER_FORMATS] }),
    disk_format: nullable("Format of the file.", { enum: [null, ...WIRE_DISK_FORMATS] }),
    created_at: readOnly("When the image was created."),
    updated_at: readOnly("When the image was last changed."),
    tags: { type: "array", maxItems: TAGS_MAX, items: { type: "string", maxLength: TAG_MAX_LENGTH }, description: "Words to find it by." },
    min_ram: { type: "integer", description: "Memory a server needs, in MB." },
    min_disk: { type: "integer", maximum: SYSTEM_DISK_MAX_GB, description: "Disk a server needs, in GB." },
    self: readOnly("Path of the image."),
    file: readOnly("Path of the image's bytes."),
    schema: readOnly("Path of this schema."),
    kernel_id: known("Image with the kernel.", { type: ["null", "string"], pattern: UUID }),
    ramdisk_id: known("Image with the initial RAM disk.", { type: ["null", "string"], pattern: UUID }),
    instance_uuid: known("Server the image was made from."),
    architecture: known("Processor architecture, e.g. x86_64 or aarch64."),
    hw_firmware_type: known("How it boots.", { enum: ["bios", "uefi"] }),
    os_distro: known("Distribution, e.g. debian."),
    os_version: known("Version of the operating system."),
    description: known("Words about the image."),
  },
  additionalProperties: { type: "string", maxLength: PROPERTY_VALUE_MAX_LENGTH },
  links: [link("self", "self"), link("enclosure", "file"), link("describedby", "schema")],
};

const MEMBER = {
  name: "member",
  properties: {
    member_id: { ...text, description: "Project that may see the image." },
    image_id: { type: "string", pattern: UUID, description: "The image." },
    created_at: { ...text, description: "When it was invited." },
    updated_at: { ...text, description: "When it last answered." },
    status: { type: "string", enum: ["pending", "accepted", "rejected"], description: "Its answer." },
    schema: readOnly("Path of this schema."),
  },
};

const described = link("describedby", "schema");

const SCHEMAS: Readonly<Record<string, object>> = {
  image: IMAGE,
  images: {
    name: "images",
    properties: { images: { type: "array", items: IMAGE }, first: text, next: text, schema: text },
    links: [link("first", "first"), link("next", "next"), described],
  },
  member: MEMBER,
  members: { name: "members", properties: { members: { type: "array", items: MEMBER }, schema: text }, links: [described] },
};

/** What images and members look like, for clients that build their options from it. */
export function schemaHandler(name: keyof typeof SCHEMAS) {
  return async (): Promise<Answer> => ({ status: 200, body: SCHEMAS[name] });
}
