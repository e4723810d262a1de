import { readFileSync } from "node:fs";
import { z } from "zod";
import { env, StartError } from "@/lib/platform/env";
import { GEOGRAPHIES, type Region } from "./model";

const regionSchema = z.object({
  id: z.string().regex(/^[a-z]{2,}(-[a-z0-9]+)+$/),
  nameZh: z.string().min(1),
  nameEn: z.string().min(1),
  geography: z.enum(GEOGRAPHIES),
  kind: z.enum(["general", "dedicated"]).default("general"),
  accounts: z.array(z.string()).optional(),
  zones: z.array(z.object({ id: z.string().min(1) })).min(1),
  /** `file:///folder` or, without a value, a folder of the data directory. */
  storage: z.url({ protocol: /^file$/ }).optional(),
});

export type RegionConfiguration = Region & { readonly storage?: string };

const known = (id: string, nameZh: string, nameEn: string): RegionConfiguration => ({
  id,
  nameZh,
  nameEn,
  geography: "chineseMainland",
  kind: "general",
  zones: ["a", "b", "c"].map((letter) => ({ id: `${id}${letter}` })),
});

/** What a service without a configuration of its own offers. Source: requirements, regions.json. */
const DEFAULT_REGIONS: readonly RegionConfiguration[] = [
  known("cn-north-4", "华北-北京四", "CN North-Beijing4"),
  known("cn-south-1", "华南-广州", "CN South-Guangzhou"),
  known("cn-east-3", "华东-上海一", "CN East-Shanghai1"),
];

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
  const parsed = z.array(regionSchema).min(1).safeParse(parseJson(file));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StartError(`IMS_REGIONS: ${file} is not usable at ${issue?.path.join(".") || "its top"}: ${issue?.message}.`);
  }
  const ids = parsed.data.map((region) => region.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new StartError(`IMS_REGIONS: ${file} names the region ${twice} twice.`);
  return parsed.data;
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new StartError(`IMS_REGIONS: ${file} cannot be read as JSON: ${error instanceof Error ? error.message : "unknown reason"}.`);
  }
}
