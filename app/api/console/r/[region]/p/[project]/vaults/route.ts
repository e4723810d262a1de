import { listVaults } from "@/lib/backups/queries/list-vaults";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(listVaults, () => ({}));
