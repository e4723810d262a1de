"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { tagServerAction } from "@/lib/servers/actions";
import type { TagChanges } from "@/lib/tags/schemas";
import { tagVolumeAction } from "@/lib/volumes/actions";
import { useAct } from "../console/use-act";
import { EditTagsDialog } from "./edit-tags-dialog";

interface Props {
  place: ConsolePlace;
  kind: "server" | "volume";
  resource: { readonly id: string; readonly name: string; readonly tags: readonly string[] };
  onClose: () => void;
}

/** Edits the tags of a server or a disk (REL-08). */
export function ResourceTagsDialog({ place, kind, resource, onClose }: Props) {
  const t = useTranslations("manage");
  const client = useQueryClient();
  const act = useAct(place);
  const save = async (changes: TagChanges) => {
    const work =
      kind === "server"
        ? tagServerAction(place, { serverId: resource.id, ...changes })
        : tagVolumeAction(place, { volumeId: resource.id, ...changes });
    const done = await act.run(work, t("tags.saved", { name: resource.name }));
    if (done) await client.invalidateQueries({ queryKey: ["tags"] });
    return done;
  };
  return <EditTagsDialog {...{ place, act, onClose }} tags={resource.tags} subject={resource.name} hint={t("tags.hint")} onSave={save} />;
}
