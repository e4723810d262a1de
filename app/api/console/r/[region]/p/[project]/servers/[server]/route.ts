import { toRoute } from "@/lib/platform/http/route";
import { getServer } from "@/lib/servers/queries/get-server";

export const GET = toRoute(getServer, (_request, params: { region: string; project: string; server: string }) => ({
  serverId: params.server,
}));
