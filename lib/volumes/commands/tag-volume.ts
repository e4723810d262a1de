import "server-only";
import { command } from "@/lib/platform/operation/command";
import { changeTags } from "@/lib/tags/change-tags";
import { formatTag } from "@/lib/tags/model";
import { lockVolume } from "../lock-volume";
import { tagVolumeInput } from "../schemas";

/** Sets and removes tags of a disk (REL-08); a key that is there gets the new value. Errors: `tagLimitExceeded`, `notFound`. */
export const tagVolume = command({
  trace: "updateTags",
  resourceType: "volume",
  permission: "evs:volumes:update",
  input: tagVolumeInput,
  resource: (tx, { volumeId }, scope) => lockVolume(tx, volumeId, scope),
  async run({ tx, input, resource: volume, note }) {
    const tags = changeTags(volume.tags, input);
    await tx.volume.update({ where: { id: volume.id }, data: { tags } });
    note({ set: input.set.map(formatTag), removed: input.removeKeys });
    return { tags };
  },
});
