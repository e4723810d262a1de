import { getObject } from "@/lib/objects/queries/get-object";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(getObject, (_request, params: { region: string; project: string; object: string }) => ({
  objectId: params.object,
}));
