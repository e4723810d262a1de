import { listTraces } from "@/lib/audit/queries/list-traces";
import { parseTraceSearch } from "@/lib/audit/schemas";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listTraces, (request) => parseTraceSearch(Object.fromEntries(request.nextUrl.searchParams)));
