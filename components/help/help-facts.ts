import { DISK_FORMATS, type DiskFormat } from "@/lib/disk/model";
import * as limits from "@/lib/images/constraints";
import * as policies from "@/lib/policies/constraints";
import type { PricedService } from "@/lib/pricing/model";
import type { NAV_PATHS } from "../shell/nav-items";

export interface FormatFacts {
  readonly format: DiskFormat;
  readonly imported: boolean;
  readonly exported: boolean;
  /** Of what a file of this format may hold; undefined: the format does not say. */
  readonly compression?: "ZLIB" | "ZSTD" | "none";
  /** What converts from and to it; an ISO is installed, not converted. */
  readonly tool?: "qemu-img" | "ims-img";
}

const COMPRESSION: Partial<Record<DiskFormat, FormatFacts["compression"]>> = { qcow2: "ZLIB", raw: "none", zvhd2: "ZSTD", zvhd: "ZLIB" };
const toolOf = (format: DiskFormat) => (format === "iso" ? undefined : format.startsWith("zvhd") ? "ims-img" : "qemu-img");

/** The formats with what comes in and goes out, in the order of import. Source: FMT-01, FMT-03 to FMT-15, formats.json. */
export const FORMAT_FACTS: readonly FormatFacts[] = (
  ["vmdk", "vhd", "qcow2", "raw", "vhdx", "qed", "vdi", "qcow", "iso", "zvhd2", "zvhd"] as const
).map((format) => {
  const tool = toolOf(format);
  return {
    format,
    imported: DISK_FORMATS.some((known) => known === format),
    exported: limits.EXPORT_FORMATS.some((known) => known === format),
    ...(COMPRESSION[format] === undefined ? {} : { compression: COMPRESSION[format] }),
    ...(tool === undefined ? {} : { tool }),
  };
});

/** Numbers the texts speak of that are the same in every service; `importMaxGb` beside them is the configured one. */
export const HELP_VALUES: Readonly<Record<string, string>> = {
  exportMaxGb: String(limits.EXPORT_MAX_GB),
  sharesMax: String(limits.SHARES_MAX),
  sharesMaxWhole: String(limits.SHARES_MAX_WHOLE),
  dataMinGb: String(limits.DATA_DISK_MIN_GB),
  dataMaxGb: String(limits.DATA_DISK_MAX_GB),
  sourceDataMaxGb: String(limits.SOURCE_DISK_DATA_LIMIT_GB),
  tagsMax: String(limits.TAGS_MAX),
  batchMax: String(limits.BATCH_ADVISED_MAX),
  policiesMax: String(policies.POLICIES_MAX),
  policyMaxLength: String(policies.POLICY_DOCUMENT_MAX_LENGTH),
  statementsMax: String(policies.STATEMENTS_MAX),
  actionsMax: String(policies.ACTIONS_MAX),
};

/** The nine services around this one, and where the console has them. Source: REL-10, services.json. */
export const NEIGHBOURS = {
  ecs: "servers",
  bms: "servers",
  obs: "buckets",
  dew: "keys",
  evs: "volumes",
  csbs: "backups",
  cbr: "backups",
  tms: "tags",
  cts: "audit",
} as const satisfies Record<string, keyof typeof NAV_PATHS>;

export type Neighbour = keyof typeof NEIGHBOURS;

/** Which way things pass: into the image service, out of it, or both. */
export const NEIGHBOUR_FLOWS: Readonly<Record<Neighbour, "in" | "out" | "both">> = {
  ecs: "both",
  bms: "both",
  obs: "both",
  dew: "in",
  evs: "both",
  csbs: "in",
  cbr: "in",
  tms: "in",
  cts: "out",
};

/** Regions to take for users of a place. Source: REG-06; the mainland's regions are all alike. */
export const REGIONS_NEAR = {
  chineseMainland: ["cn-south-1", "cn-east-3", "cn-east-2", "cn-north-4"],
  asiaPacific: ["ap-southeast-1", "ap-southeast-2", "ap-southeast-3"],
  africa: ["af-south-1"],
  europe: ["eu-west-0"],
  latinAmerica: ["la-south-2"],
} as const;

/** Services whose prices the help points to. Source: FEE-14. */
export const PRICE_LINKS = ["obs", "csbs", "cbr", "evs"] as const satisfies readonly PricedService[];

/** The four system permissions of the image service. Source: table 8-1. */
export const IMAGE_PERMISSIONS = [
  { name: "IMS FullAccess", words: "full", kind: "policy" },
  { name: "IMS ReadOnlyAccess", words: "readOnly", kind: "policy" },
  { name: "IMS Administrator", words: "imsAdministrator", kind: "role", needs: "Tenant Administrator" },
  { name: "Server Administrator", words: "serverAdministrator", kind: "role", needs: "IMS Administrator", sameProject: true },
] as const;
