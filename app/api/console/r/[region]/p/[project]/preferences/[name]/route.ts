import { toRoute } from "@/lib/platform/http/route";
import { getPreference } from "@/lib/preferences/queries/get-preference";
import { preferenceNameInput } from "@/lib/preferences/schemas";

export const GET = toRoute(getPreference, (_request, params: { region: string; project: string; name: string }) =>
  preferenceNameInput.catch({ name: "images.private" }).parse(params),
);
