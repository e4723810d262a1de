import { getListing } from "@/lib/market/queries/get-listing";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(getListing, (_request, params: { region: string; project: string; image: string }) => ({
  imageId: params.image,
}));
