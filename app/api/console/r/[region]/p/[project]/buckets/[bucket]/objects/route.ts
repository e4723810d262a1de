import { listObjects } from "@/lib/objects/queries/list-objects";
import { parseObjectSearch } from "@/lib/objects/schemas";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listObjects, (request, params: { region: string; project: string; bucket: string }) =>
  parseObjectSearch(params.bucket, Object.fromEntries(request.nextUrl.searchParams)),
);
