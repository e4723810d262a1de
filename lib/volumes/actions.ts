"use server";

import { toAction } from "@/lib/platform/http/action";
import { attachVolume } from "./commands/attach-volume";
import { createVolumes } from "./commands/create-volumes";
import { deleteVolume } from "./commands/delete-volume";
import { detachVolume } from "./commands/detach-volume";
import { growVolume } from "./commands/grow-volume";
import { tagVolume } from "./commands/tag-volume";

export const attachVolumeAction = toAction(attachVolume);
export const createVolumesAction = toAction(createVolumes);
export const deleteVolumeAction = toAction(deleteVolume);
export const detachVolumeAction = toAction(detachVolume);
export const growVolumeAction = toAction(growVolume);
export const tagVolumeAction = toAction(tagVolume);
