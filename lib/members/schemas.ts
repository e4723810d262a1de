import { z } from "zod";
import { ANSWERS_MAX, PAGE_SIZES, RECIPIENTS_MAX } from "./constraints";
import { ANSWERS, MEMBER_STATUSES } from "./model";

export const addMembersInput = z.object({
  imageId: z.uuid(),
  /** Account names, account ids or project ids, mixed. */
  recipients: z.array(z.string().trim().min(1).max(128)).min(1, "recipientsRequired").max(RECIPIENTS_MAX, "recipientsTooMany"),
  /** Region the image is to be shared to; left out: its own, the only one there is (LIM-32). */
  regionId: z.string().max(64).optional(),
});

/** `accountIds` left out: all of them. */
export const removeMembersInput = z.object({ imageId: z.uuid(), accountIds: z.array(z.uuid()).min(1).max(ANSWERS_MAX).optional() });

export const updateMemberStatusInput = z.object({
  imageIds: z.array(z.uuid()).min(1).max(ANSWERS_MAX),
  status: z.enum(ANSWERS),
});

export const listMembersInput = z.object({ imageId: z.uuid() });

/** The filter of the list of received shares. `cursor` is opaque. */
export const receivedListInput = z.object({
  status: z.enum(MEMBER_STATUSES).default("accepted"),
  q: z.string().trim().max(128).default(""),
  size: z.union(PAGE_SIZES.map((size) => z.literal(size))).default(20),
  cursor: z.string().max(512).optional(),
});
export type ReceivedListFilter = z.output<typeof receivedListInput>;

/** Reads a filter from URL parameters; what is wrong becomes its default. */
export function parseReceivedSearch(
  status: ReceivedListFilter["status"],
  search: Readonly<Record<string, string | string[] | undefined>>,
): ReceivedListFilter {
  const one = (key: string) => [search[key]].flat()[0];
  const { shape } = receivedListInput;
  return {
    status,
    q: shape.q.catch("").parse(one("q")),
    size: shape.size.catch(20).parse(Number(one("size") ?? 20)),
    cursor: shape.cursor.catch(undefined).parse(one("cursor")),
  };
}
