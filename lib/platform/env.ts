import path from "node:path";
import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65_535);

const schema = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  IMS_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  IMS_ROLE: z.enum(["all", "web", "worker"]).default("all"),
  IMS_DATA_DIR: z.string().min(1).default(".ims"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  IMS_REGIONS: z.string().min(1).optional(),
  IMS_CONTRACTS: z.string().min(1).optional(),
  IMS_ADMIN_ACCOUNT: z.string().min(1).max(64).default("admin"),
  IMS_ADMIN_USER: z.string().min(1).max(64).default("admin"),
  IMS_ADMIN_PASSWORD: z.string().min(8).max(256).optional(),
  IMS_DEMO: z.enum(["0", "1"]).default("0"),
  IMS_DEMO_PASSWORD: z.string().min(8).max(256).optional(),
  IMS_MASTER_KEY: z
    .string()
    .refine((value) => Buffer.from(value, "base64").length === 32)
    .optional(),
  IMS_LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  IMS_WORKER_SLOTS: z.coerce.number().int().min(1).max(64).default(2),
  IMS_RECYCLE_DAYS: z.coerce.number().int().min(0).max(365).default(7),
  IMS_IMPORT_MAX_GB: z.coerce.number().int().min(1).max(1024).default(128),
  IMS_QUICK_IMPORT_MAX_GB: z.coerce.number().int().min(1).max(1024).default(1024),
});

/** What each variable must look like, in the words of the message that refuses it. */
const SHAPES: Record<keyof z.infer<typeof schema>, string> = {
  PORT: "a port number from 1 to 65535",
  HOST: "a host name or address to listen on",
  IMS_PUBLIC_URL: "the http(s) URL under which browsers and clients reach this service",
  IMS_ROLE: "all, web or worker",
  IMS_DATA_DIR: "the path of a folder",
  DATABASE_URL: "postgresql://user:password@host:port/database",
  IMS_REGIONS: "the path of a JSON file that describes the regions",
  IMS_CONTRACTS: "the path of a JSON file that says what accounts may not use",
  IMS_ADMIN_ACCOUNT: "1 to 64 characters",
  IMS_ADMIN_USER: "1 to 64 characters",
  IMS_ADMIN_PASSWORD: "8 to 256 characters",
  IMS_DEMO: "0 or 1",
  IMS_DEMO_PASSWORD: "8 to 256 characters",
  IMS_MASTER_KEY: "32 bytes in base64, e.g. from: openssl rand -base64 32",
  IMS_LOG_LEVEL: "debug, info, warn, error or silent",
  IMS_WORKER_SLOTS: "how many jobs one worker runs at once, 1 to 64",
  IMS_RECYCLE_DAYS: "how many days deleted images can be restored, 0 to 365; 0 deletes at once",
  IMS_IMPORT_MAX_GB: "the largest file of a normal import in GiB, 1 to 1024",
  IMS_QUICK_IMPORT_MAX_GB: "the largest file of a quick import in GiB, 1 to 1024",
};

export type Env = z.infer<typeof schema> & { readonly dataDir: string; readonly publicUrl: string };

/** A start that cannot go on because of something the operator can mend. Printed as one line, exit code 1. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** Parses the environment. Throws a `StartError` naming the variable, the shape it must have and the fix; never its value. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]);
    const shape: string | undefined = (SHAPES as Record<string, string>)[name]; // `name` is a key of the schema, which zod types as PropertyKey
    throw new StartError(`${name} is not usable: expected ${shape ?? "another value"}. Correct it or unset it, then start again.`);
  }
  const env = parsed.data;
  const host = env.HOST === "0.0.0.0" || env.HOST === "::" ? "127.0.0.1" : env.HOST;
  return {
    ...env,
    dataDir: path.resolve(env.IMS_DATA_DIR),
    publicUrl: (env.IMS_PUBLIC_URL ?? `http://${host.includes(":") ? `[${host}]` : host}:${env.PORT}`).replace(/\/+$/, ""),
  };
}

/** The environment of this process, parsed once on first use. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

let cached: Env | undefined;
