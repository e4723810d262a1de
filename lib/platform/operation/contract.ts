import "server-only";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { env, StartError } from "../env";
import type { Permission } from "./authorize";

/** What a contract may leave out, and the actions that go with it. Everything else goes on working without it. */
const FUNCTIONS = {
  share: ["ims:images:share"],
  copy: ["ims:images:copyInRegion", "ims:images:copyCrossRegion"],
  export: ["ims:images:export"],
  publish: ["ims:images:publish"],
  servers: ["ecs:*:*"],
  volumes: ["evs:*:*"],
  keys: ["kms:*:*"],
  audit: ["cts:*:*"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FunctionName = keyof typeof FUNCTIONS;
const NAMES = ["share", "copy", "export", "publish", "servers", "volumes", "keys", "audit"] as const satisfies readonly FunctionName[];

/** Account name → what its contract leaves out; `*` holds for every account that is not named. */
const contractsSchema = z.record(z.string().min(1), z.object({ off: z.array(z.enum(NAMES)) }));
type Contracts = z.output<typeof contractsSchema>;

/** The function that an action belongs to, when this account's contract leaves it out (DOC-04). */
export function switchedOff(accountName: string, permission: Permission): FunctionName | undefined {
  return offFunctions(accountName).find((name) => FUNCTIONS[name].some((pattern) => covers(pattern, permission)));
}

/** Everything an account's contract leaves out. */
export function offFunctions(accountName: string): readonly FunctionName[] {
  const all = contracts();
  return (all[accountName] ?? all["*"])?.off ?? [];
}

function covers(pattern: string, permission: Permission): boolean {
  return pattern.endsWith(":*:*") ? permission.startsWith(pattern.slice(0, -"*:*".length)) : pattern === permission;
}

/** The contracts of this service; none where no file is named. Throws a `StartError` that names the file and the first wrong field. */
export function contracts(): Contracts {
  cached ??= read(env().IMS_CONTRACTS);
  return cached;
}

let cached: Contracts | undefined;

function read(file: string | undefined): Contracts {
  if (file === undefined) return {};
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new StartError(`IMS_CONTRACTS: ${file} cannot be read as JSON: ${error instanceof Error ? error.message : "unknown reason"}.`);
  }
  const parsed = contractsSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StartError(`IMS_CONTRACTS: ${file} is not usable at ${issue?.path.join(".") || "its top"}: ${issue?.message}.`);
}
