"use server";

import { toAction } from "@/lib/platform/http/action";
import { deleteDraft } from "./commands/delete-draft";
import { saveDraft } from "./commands/save-draft";

export const saveDraftAction = toAction(saveDraft);
export const deleteDraftAction = toAction(deleteDraft);
