import { toRoute } from "@/lib/platform/http/route";
import { listServers } from "@/lib/servers/queries/list-servers";
import { parseServerSearch } from "@/lib/servers/schemas";

export const GET = toRoute(listServers, (request) => parseServerSearch(Object.fromEntries(request.nextUrl.searchParams)));
