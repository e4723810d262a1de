import { z } from "zod";
import { SERVER_NAME_PATTERN, SERVERS_PER_REQUEST_MAX, SYSTEM_DISK_MAX_GB } from "./constraints";

export const createServersInput = z.object({
  imageId: z.uuid(),
  name: z.string().regex(SERVER_NAME_PATTERN, "serverName"),
  flavorId: z.string().min(1, "flavorRequired"),
  zoneId: z.string().min(1, "zoneRequired"),
  count: z.number("count").int("count").min(1, "count").max(SERVERS_PER_REQUEST_MAX, "count").default(1),
  /** Unit: GB. Left out: what the image needs. */
  systemDiskGb: z.number("diskSizeRange").int("diskSizeRange").min(1, "diskSizeRange").max(SYSTEM_DISK_MAX_GB, "diskSizeRange").optional(),
});
export type CreateServersInput = z.input<typeof createServersInput>;

export const serverIdInput = z.object({ serverId: z.uuid() });

export const serverListInput = z.object({
  q: z.string().trim().max(64).default(""),
  size: z.union([z.literal(20), z.literal(50), z.literal(100)]).default(20),
  cursor: z.string().max(512).optional(),
});
export type ServerListFilter = z.output<typeof serverListInput>;

/** Reads a filter from URL parameters; what is wrong becomes its default. */
export function parseServerSearch(search: Readonly<Record<string, string | string[] | undefined>>): ServerListFilter {
  const one = (key: string) => [search[key]].flat()[0];
  const { shape } = serverListInput;
  return {
    q: shape.q.catch("").parse(one("q")),
    size: shape.size.catch(20).parse(Number(one("size") ?? 20)),
    cursor: shape.cursor.catch(undefined).parse(one("cursor")),
  };
}

export function toSearchParams({ q, size, cursor }: ServerListFilter): URLSearchParams {
  return new URLSearchParams({ ...(q === "" ? {} : { q }), ...(size === 20 ? {} : { size: String(size) }), ...(cursor === undefined ? {} : { cursor }) });
}
