import { z } from "zod";
import { IMAGES_LIMIT_MAX, REASON_MAX_LENGTH, TASKS_LIMIT_MAX } from "./constraints";

const projectId = z.string().regex(/^[0-9a-f]{32}$/);
const imagesLimit = z.number("limitRange").int("limitRange").min(1, "limitRange").max(IMAGES_LIMIT_MAX, "limitRange");
const text = z.string().trim().max(REASON_MAX_LENGTH, "reasonTooLong");

export const requestQuotaInput = z.object({ imagesLimit, reason: text.min(1, "reasonRequired") });

export const decideQuotaRequestInput = z.object({
  requestId: z.uuid(),
  approve: z.boolean(),
  answer: text.default(""),
});

export const changeQuotaInput = z.object({
  projectId,
  imagesLimit: z.number("limitRange").int("limitRange").min(0, "limitRange").max(IMAGES_LIMIT_MAX, "limitRange").optional(),
  tasksLimit: z.number("limitRange").int("limitRange").min(0, "limitRange").max(TASKS_LIMIT_MAX, "limitRange").optional(),
});

/** `all`: of every account, for the operator. */
export const quotaRequestListInput = z.object({ all: z.boolean().default(false), pendingOnly: z.boolean().default(false) });

export const projectQuotaListInput = z.object({ q: z.string().trim().max(64).default("") });
