"use server";

import { toAction } from "@/lib/platform/http/action";
import { createPredefinedTags } from "./commands/create-predefined-tags";
import { deletePredefinedTags } from "./commands/delete-predefined-tags";

export const createPredefinedTagsAction = toAction(createPredefinedTags);
export const deletePredefinedTagsAction = toAction(deletePredefinedTags);
