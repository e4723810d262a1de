import { getImageRelations } from "@/lib/images/queries/get-image-relations";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(getImageRelations, (_request, { image }: { region: string; project: string; image: string }) => ({
  imageId: image,
}));
