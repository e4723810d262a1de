"use server";

import { toAction } from "@/lib/platform/http/action";
import { changeQuota } from "./commands/change-quota";
import { decideQuotaRequest } from "./commands/decide-quota-request";
import { requestQuota } from "./commands/request-quota";

export const requestQuotaAction = toAction(requestQuota);
export const decideQuotaRequestAction = toAction(decideQuotaRequest);
export const changeQuotaAction = toAction(changeQuota);
