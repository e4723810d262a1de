import { toRoute } from "@/lib/platform/http/route";
import { listQuotaRequests } from "@/lib/quotas/queries/list-quota-requests";

export const GET = toRoute(listQuotaRequests, (request) => ({ all: request.nextUrl.searchParams.get("all") === "true" }));
