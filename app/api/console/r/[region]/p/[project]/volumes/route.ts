import { toRoute } from "@/lib/platform/http/route";
import { listVolumes } from "@/lib/volumes/queries/list-volumes";
import { parseVolumeSearch } from "@/lib/volumes/schemas";

export const GET = toRoute(listVolumes, (request) => parseVolumeSearch(Object.fromEntries(request.nextUrl.searchParams)));
