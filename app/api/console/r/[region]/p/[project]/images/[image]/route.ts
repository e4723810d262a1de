import { getImage } from "@/lib/images/queries/get-image";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(getImage, (_request, params: { region: string; project: string; image: string }) => ({ imageId: params.image }));
