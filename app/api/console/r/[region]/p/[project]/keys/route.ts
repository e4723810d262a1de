import { listKeys } from "@/lib/keys/queries/list-keys";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listKeys, () => ({}));
