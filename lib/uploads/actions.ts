"use server";
import { toAction } from "@/lib/platform/http/action";
import { cancelUpload } from "./commands/cancel-upload";

export const cancelUploadAction = toAction(cancelUpload);
