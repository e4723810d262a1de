import { toRoute } from "@/lib/platform/http/route";
import { listUploads } from "@/lib/uploads/queries/list-uploads";

export const GET = toRoute(listUploads, () => ({}));
