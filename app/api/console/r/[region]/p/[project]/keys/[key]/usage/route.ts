import { keyUsage } from "@/lib/keys/queries/key-usage";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(keyUsage, (_request, params: { region: string; project: string; key: string }) => ({ keyId: params.key }));
