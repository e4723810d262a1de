import { countWaiting } from "@/lib/members/queries/count-waiting";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(countWaiting, () => ({}));
