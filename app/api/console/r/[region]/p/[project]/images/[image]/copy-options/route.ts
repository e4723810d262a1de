import { getCopyOptions } from "@/lib/copies/queries/get-copy-options";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(getCopyOptions, (_request, params: { region: string; project: string; image: string }) => ({
  imageId: params.image,
}));
