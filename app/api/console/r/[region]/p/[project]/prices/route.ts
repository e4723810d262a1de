import { toRoute } from "@/lib/platform/http/route";
import { getPrices } from "@/lib/pricing/queries/get-prices";

export const GET = toRoute(getPrices, () => ({}));
