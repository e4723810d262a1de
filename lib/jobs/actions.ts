"use server";

import { toAction } from "@/lib/platform/http/action";
import { cancelJob } from "./commands/cancel-job";

export const cancelJobAction = toAction(cancelJob);
