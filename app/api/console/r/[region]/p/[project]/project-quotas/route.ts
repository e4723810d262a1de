import { toRoute } from "@/lib/platform/http/route";
import { listProjectQuotas } from "@/lib/quotas/queries/list-project-quotas";

export const GET = toRoute(listProjectQuotas, (request) => ({ q: request.nextUrl.searchParams.get("q") ?? "" }));
