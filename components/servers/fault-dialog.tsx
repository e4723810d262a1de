"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { reportFaultAction } from "@/lib/servers/actions";
import { FAULT_NOTE_MAX } from "@/lib/servers/constraints";
import type { ServerView } from "@/lib/servers/model";
import { useAct } from "../console/use-act";
import { Field } from "../ui/forms/field";
import { Textarea } from "../ui/forms/textarea";
import { FormDialog } from "../ui/overlays/form-dialog";

/** Notes that a server's software has failed, so that it is restored from an image or a backup. */
export function FaultDialog({ place, server, onClose }: { place: ConsolePlace; server: ServerView; onClose: () => void }) {
  const t = useTranslations("servers");
  const act = useAct(place);
  const [note, setNote] = useState("");
  const submit = async () => {
    if (await act.run(reportFaultAction(place, { serverId: server.id, note }), t("fault.done", { name: server.name }))) onClose();
  };
  return (
    <FormDialog
      title={t("fault.title")}
      subject={server.name}
      submitLabel={t("fault.confirm")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
    >
      <p className="text-muted">{t("fault.body")}</p>
      <Field label={t("fault.note")} optional>
        <Textarea value={note} counterMax={FAULT_NOTE_MAX} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
