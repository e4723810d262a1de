import type { z } from "zod";
import { AppError } from "../errors";

/** Parses what a caller sent. Errors: `invalidArgument` names the first wrong field and what it must be. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError("invalidArgument", { field: issue?.path.join(".") ?? "", reason: issue?.message ?? "" });
}
