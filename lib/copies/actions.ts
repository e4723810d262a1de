"use server";

import { toAction } from "@/lib/platform/http/action";
import { copyImage } from "./commands/copy-image";
import { copyImageAcross } from "./commands/copy-image-across";
import { retryCopy } from "./commands/retry-copy";

export const copyImageAction = toAction(copyImage);
export const copyImageAcrossAction = toAction(copyImageAcross);
export const retryCopyAction = toAction(retryCopy);
