import { getKey } from "@/lib/keys/queries/get-key";
import { toRoute } from "@/lib/platform/http/route";

export const GET = toRoute(getKey, (_request, params: { region: string; project: string; key: string }) => ({ keyId: params.key }));
