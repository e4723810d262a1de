"use server";

import { toAction } from "@/lib/platform/http/action";
import { deleteImage } from "./commands/delete-image";
import { registerImage } from "./commands/register-image";
import { retryImage } from "./commands/retry-image";

export const registerImageAction = toAction(registerImage);
export const deleteImageAction = toAction(deleteImage);
export const retryImageAction = toAction(retryImage);
