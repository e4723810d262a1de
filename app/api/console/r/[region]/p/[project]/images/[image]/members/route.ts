import { listMembers } from "@/lib/members/queries/list-members";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listMembers, (_request, params: { region: string; project: string; image: string }) => ({
  imageId: params.image,
}));
