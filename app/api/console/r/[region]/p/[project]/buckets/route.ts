import { listBuckets } from "@/lib/objects/queries/list-buckets";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listBuckets, () => ({}));
