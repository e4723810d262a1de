import { z } from "zod";
import { JOB_STATUSES } from "./model";

export const jobIdInput = z.object({ jobId: z.uuid() });

export const jobListInput = z.object({
  status: z.enum(JOB_STATUSES).optional(),
  imageId: z.uuid().optional(),
  serverId: z.uuid().optional(),
  size: z.union([z.literal(10), z.literal(20), z.literal(50), z.literal(100)]).default(20),
  cursor: z.string().max(512).optional(),
});
export type JobListFilter = z.output<typeof jobListInput>;

/** Reads a filter from URL parameters; what is wrong becomes its default. */
export function parseJobSearch(search: Readonly<Record<string, string | string[] | undefined>>): JobListFilter {
  const one = (key: string) => [search[key]].flat()[0];
  const { shape } = jobListInput;
  return {
    status: shape.status.catch(undefined).parse(one("status")),
    imageId: shape.imageId.catch(undefined).parse(one("imageId")),
    serverId: shape.serverId.catch(undefined).parse(one("serverId")),
    size: shape.size.catch(20).parse(Number(one("size") ?? 20)),
    cursor: shape.cursor.catch(undefined).parse(one("cursor")),
  };
}
