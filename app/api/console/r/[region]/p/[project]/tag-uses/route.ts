import { toRoute } from "@/lib/platform/http/route";
import { listTagUses } from "@/lib/tags/queries/list-tag-uses";

export const GET = toRoute(listTagUses, () => ({}));
