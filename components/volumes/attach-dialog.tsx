"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { serverQueries } from "@/lib/servers/client";
import { whyNotServer } from "@/lib/servers/model";
import { wholeServerList } from "@/lib/servers/search";
import { attachVolumeAction } from "@/lib/volumes/actions";
import type { ListedVolume } from "@/lib/volumes/model";
import { useAct } from "../console/use-act";
import { useErrorWords } from "../shell/error-words";
import { Combobox } from "../ui/forms/combobox";
import { Field } from "../ui/forms/field";
import { FormDialog } from "../ui/overlays/form-dialog";

/** Chooses the server a disk is attached to; those of other zones and in other states say why they cannot have it. */
export function AttachDialog({ place, volume, onClose }: { place: ConsolePlace; volume: ListedVolume; onClose: () => void }) {
  const t = useTranslations("volumes");
  const words = useErrorWords();
  const act = useAct(place);
  const [serverId, setServerId] = useState<string>();
  const { data, isPending } = useQuery(serverQueries.list(place, wholeServerList()));
  const options = (data?.items ?? []).map((server) => {
    const code = server.zoneId === volume.zoneId ? whyNotServer("attach", server)?.code : "zoneMismatch";
    return {
      value: server.id,
      label: server.name,
      hint: server.zoneId,
      ...(code === undefined ? {} : { disabledReason: words(code).title }),
    };
  });
  const submit = async () => {
    if (
      serverId !== undefined &&
      (await act.run(attachVolumeAction(place, { volumeId: volume.id, serverId }), t("attached", { name: volume.name })))
    )
      onClose();
  };
  return (
    <FormDialog
      title={t("attach.title")}
      subject={`${volume.name} · ${volume.zoneId}`}
      submitLabel={t("attach.confirm")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      disabled={serverId === undefined}
    >
      <Field label={t("fields.server")}>
        <Combobox
          label={t("fields.server")}
          options={options}
          value={serverId}
          onChange={setServerId}
          placeholder={t("attach.choose")}
          loading={isPending}
        />
      </Field>
    </FormDialog>
  );
}
