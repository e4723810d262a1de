import { listBackups } from "@/lib/backups/queries/list-backups";
import { parseBackupSearch } from "@/lib/backups/schemas";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listBackups, (request) => parseBackupSearch(Object.fromEntries(request.nextUrl.searchParams)));
