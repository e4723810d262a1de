import { toRoute } from "@/lib/platform/http/route";
import { listAnyServers } from "@/lib/servers/queries/list-any-servers";
import { parseAnyServerSearch } from "@/lib/servers/schemas";

export const GET = toRoute(listAnyServers, (request) => parseAnyServerSearch(Object.fromEntries(request.nextUrl.searchParams)));
