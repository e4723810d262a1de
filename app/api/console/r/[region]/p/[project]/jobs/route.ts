import { listJobs } from "@/lib/jobs/queries/list-jobs";
import { parseJobSearch } from "@/lib/jobs/schemas";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listJobs, (request) => parseJobSearch(Object.fromEntries(request.nextUrl.searchParams)));
