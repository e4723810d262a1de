/**
 * The name of the database constraint behind a failed statement, or undefined when the failure is another. Prisma reports
 * unique keys by fields or index, checks by message, and statements sent raw by the driver's own error; all are read here.
 */
export function constraintOf(error: unknown): string | undefined {
  for (const candidate of chainOf(error)) {
    if (typeof candidate.constraint === "string") return candidate.constraint;
    const constraint = candidate.constraint as { index?: unknown; fields?: unknown } | undefined; // the adapter's shape, checked below
    if (typeof constraint?.index === "string") return constraint.index;
    if (Array.isArray(constraint?.fields)) return `unique(${constraint.fields.join(",").replaceAll('"', "")})`;
    const message = typeof candidate.originalMessage === "string" ? candidate.originalMessage : candidate.message;
    const named = typeof message === "string" ? /constraint "([^"]+)"/.exec(message)?.[1] : undefined;
    if (named !== undefined) return named;
    if (typeof message === "string" && message.includes("no private image left")) return "image_quota";
  }
  return undefined;
}

function* chainOf(error: unknown): Generator<Record<string, unknown>> {
  let current = error;
  for (let depth = 0; depth < 6 && typeof current === "object" && current !== null; depth++) {
    const record = current as Record<string, unknown>; // an object, by the loop's condition
    yield record;
    const meta = record.meta as { driverAdapterError?: unknown } | undefined; // Prisma's documented place for the driver's error
    current = record.cause ?? meta?.driverAdapterError;
  }
}
