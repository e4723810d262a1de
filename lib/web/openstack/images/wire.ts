import type { ImageRecord } from "@/lib/images/records/select-records";

const IMAGE_TYPES = { public: "gold", private: "private", market: "market" } as const;
const OS_TYPES: Readonly<Record<string, string>> = { linux: "Linux", windows: "Windows", other: "Other" };
const ARCHITECTURES: Readonly<Record<string, string>> = { x86: "x86_64", arm: "aarch64" };

/** An image as the image API shows it: the client's own properties, what the service found out (`__…`), the base attributes. */
export function toWireImage(image: ImageRecord) {
  const self = `/v2/images/${image.id}`;
  return {
    ...detected(image),
    ...image.properties,
    ...serviceAttributes(image),
    name: image.name === "" ? null : image.name,
    disk_format: image.diskFormat === "" ? null : image.diskFormat,
    container_format: image.containerFormat === "" ? null : image.containerFormat,
    visibility: image.visibility !== "private" ? "public" : image.shared ? "shared" : "private",
    size: image.sizeBytes < 0n ? null : Number(image.sizeBytes),
    virtual_size: image.virtualSizeBytes === null ? null : Number(image.virtualSizeBytes),
    status: image.status,
    checksum: image.checksumMd5,
    protected: image.protected,
    min_ram: image.minRamMb,
    min_disk: image.minDiskGb,
    owner: image.projectId,
    os_hidden: image.hidden,
    ...hashOf(image),
    id: image.id,
    created_at: toWireTime(image.createdAt),
    updated_at: toWireTime(image.updatedAt),
    tags: image.tags,
    self,
    file: `${self}/file`,
    schema: "/v2/schemas/image",
  };
}

/** The digest of the bytes that `file` serves: the client's own file, or the disk that the service made. */
function hashOf({ hashSha512, objectSha256 }: ImageRecord) {
  if (hashSha512 !== null) return { os_hash_algo: "sha512", os_hash_value: hashSha512 };
  return { os_hash_algo: objectSha256 === null ? null : "sha256", os_hash_value: objectSha256 };
}

/** What was found on the disk, under names that OpenStack knows; what the client says of its image stands above it. */
function detected({ architecture, bootMode }: ImageRecord) {
  return present({ architecture: architecture === null ? null : ARCHITECTURES[architecture], hw_firmware_type: bootMode });
}

/** Attributes of the IMS API, all text. Source: IMS API reference, image attributes. */
function serviceAttributes(image: ImageRecord) {
  return present({
    __imagetype: image.shared ? "shared" : IMAGE_TYPES[image.visibility],
    __isregistered: "true",
    __image_source_type: "uds",
    __image_size: image.sizeBytes < 0n ? null : String(image.sizeBytes),
    __os_type: image.osFamily === null ? null : OS_TYPES[image.osFamily],
    __platform: image.osPlatform,
    __os_version: image.osVersion,
    __os_bit: image.osBits === null ? null : String(image.osBits),
  });
}

/** Absent is better than null for what an image need not have: schemas say these are texts. */
function present(attributes: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function toWireTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
