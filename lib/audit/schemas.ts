import { z } from "zod";

export const traceListInput = z.object({
  outcome: z.enum(["done", "refused", "failed"]).optional(),
  resourceId: z.string().max(64).optional(),
  size: z.union([z.literal(20), z.literal(50), z.literal(100)]).default(50),
  cursor: z.string().max(512).optional(),
});
export type TraceListFilter = z.output<typeof traceListInput>;

/** Reads a filter from URL parameters; what is wrong becomes its default. */
export function parseTraceSearch(search: Readonly<Record<string, string | string[] | undefined>>): TraceListFilter {
  const one = (key: string) => [search[key]].flat()[0];
  const { shape } = traceListInput;
  return {
    outcome: shape.outcome.catch(undefined).parse(one("outcome")),
    resourceId: shape.resourceId.catch(undefined).parse(one("resourceId")),
    size: shape.size.catch(50).parse(Number(one("size") ?? 50)),
    cursor: shape.cursor.catch(undefined).parse(one("cursor")),
  };
}
