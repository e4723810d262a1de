import { toRoute } from "@/lib/platform/http/route";
import { getQuota } from "@/lib/quotas/queries/get-quota";

export const GET = toRoute(getQuota, () => ({}));
