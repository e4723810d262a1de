import { listMarket } from "@/lib/market/queries/list-market";
import { parseMarketSearch } from "@/lib/market/schemas";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listMarket, (request) => parseMarketSearch(Object.fromEntries(request.nextUrl.searchParams)));
