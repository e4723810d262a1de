import { listReviews } from "@/lib/market/queries/list-reviews";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listReviews, () => ({}));
