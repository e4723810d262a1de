import { reviewSelection } from "@/lib/images/queries/review-selection";
import { reviewSelectionInput } from "@/lib/images/schemas";
import { toRoute } from "@/lib/platform/http/route";

/** Changes nothing; a POST because two thousand chosen ids fit no address. */
export const POST = toRoute(reviewSelection, async (request) =>
  reviewSelectionInput.catch({ act: "delete", selection: { ids: [] } }).parse(await request.json().catch(() => null)),
);
