"use server";

import { toAction } from "@/lib/platform/http/action";
import { savePreference } from "./commands/save-preference";

export const savePreferenceAction = toAction(savePreference);
