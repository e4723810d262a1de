import { toRoute } from "@/lib/platform/http/route";
import { listPredefinedTags } from "@/lib/tags/queries/list-predefined-tags";

export const GET = toRoute(listPredefinedTags, () => ({}));
