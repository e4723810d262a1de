import { listDrafts } from "@/lib/drafts/queries/list-drafts";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listDrafts, () => ({}));
