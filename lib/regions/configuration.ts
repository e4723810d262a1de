import "server-only";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { env, StartError } from "@/lib/platform/env";
import { PRICE_NAMES } from "@/lib/pricing/model";
import { knownRegions } from "./known-regions";
import { GEOGRAPHIES, type Region } from "./model";

/** Unit: GB (GiB). */
const copyGb = z.number().int().min(1);

const regionSchema = z.object({
  /** Names and place of a known region (REG-05) may be left out. */
  id: z.string().regex(/^[a-z]{2,}(-[a-z0-9]+)+$/),
  nameZh: z.string().min(1),
  nameEn: z.string().min(1),
  geography: z.enum(GEOGRAPHIES),
  kind: z.enum(["general", "dedicated"]).default("general"),
  aliases: z.array(z.string()).optional(),
  accounts: z.array(z.string()).optional(),
  zones: z.array(z.object({ id: z.string().min(1) })).min(1),
  copyMaxGb: copyGb.optional(),
  copyMaxGbTo: z.record(z.string(), copyGb).optional(),
  copyMaxGbWhole: copyGb.optional(),
  copiesMax: z.number().int().min(1).max(100).optional(),
  /** `file:///folder` or, without a value, a folder of the data directory. */
  storage: z.url({ protocol: /^file$/ }).optional(),
  /** Further roots that hold every object of the region too, on other disks or file servers (SEC-06). */
  replicas: z.array(z.url({ protocol: /^file$/ })).optional(),
  /** Unit prices in yuan, by the names of `PriceList` (FEE-16). */
  prices: z.partialRecord(z.enum(PRICE_NAMES), z.number().min(0)).optional(),
});

export type RegionConfiguration = Region & {
  readonly storage?: string;
  readonly replicas?: readonly string[];
  readonly prices?: Partial<Record<(typeof PRICE_NAMES)[number], number>>;
};

/** What a service without a configuration of its own offers: the first three, each with three zones. */
const DEFAULT_REGIONS: readonly RegionConfiguration[] = knownRegions.slice(0, 3).map((region) => ({
  ...region,
  kind: "general",
  zones: ["a", "b", "c"].map((letter) => ({ id: `${region.id}${letter}` })),
}));

/** The regions of this service. Throws a `StartError` that names the file and the first wrong field. */
export function regions(): readonly RegionConfiguration[] {
  cached ??= read(env().IMS_REGIONS);
  return cached;
}

let cached: readonly RegionConfiguration[] | undefined;

export function findRegion(regionId: string): RegionConfiguration | undefined {
  return regions().find((region) => region.id === regionId);
}

/** Whether an account may have a project there: everybody in a general region, those named in a dedicated one (REG-02). */
export function servesAccount(region: Region, accountName: string): boolean {
  return region.kind === "general" || (region.accounts ?? []).includes(accountName);
}

function read(file: string | undefined): readonly RegionConfiguration[] {
  if (file === undefined) return DEFAULT_REGIONS;
  const parsed = z.array(z.preprocess(withKnown, regionSchema)).min(1).safeParse(parseJson(file));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StartError(`IMS_REGIONS: ${file} is not usable at ${issue?.path.join(".") || "its top"}: ${issue?.message}.`);
  }
  const ids = parsed.data.map((region) => region.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new StartError(`IMS_REGIONS: ${file} names the region ${twice} twice.`);
  for (const { id, copyMaxGbTo = {} } of parsed.data) {
    const unknown = Object.keys(copyMaxGbTo).find((to) => !ids.includes(to));
    if (unknown !== undefined)
      throw new StartError(`IMS_REGIONS: ${file} gives ${id} a copyMaxGbTo of ${unknown}, a region it does not have.`);
  }
  return parsed.data;
}

function withKnown(given: unknown): unknown {
  if (typeof given !== "object" || given === null || !("id" in given)) return given;
  return { ...knownRegions.find(({ id }) => id === given.id), ...given };
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new StartError(`IMS_REGIONS: ${file} cannot be read as JSON: ${error instanceof Error ? error.message : "unknown reason"}.`);
  }
}
