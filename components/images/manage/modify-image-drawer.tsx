"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { modifyImageAction } from "@/lib/images/actions";
import type { ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useAct } from "../../console/use-act";
import { HelpLink } from "../../help/help-links";
import { Checkbox } from "../../ui/forms/checkbox";
import { Field, FieldRow } from "../../ui/forms/field";
import { Input } from "../../ui/forms/input";
import { Textarea } from "../../ui/forms/textarea";
import { FormDialog } from "../../ui/overlays/form-dialog";
import { MemoryFields } from "../memory-fields";

interface Draft {
  readonly name: string;
  readonly description: string;
  readonly minRamMb: number;
  readonly maxRamMb: number;
  readonly nicMultiQueue: boolean;
  readonly sriov: boolean;
}

/** The six attributes that may be changed (MNG-02); of a data disk image the two that mean something. */
export function ModifyImageDrawer({ place, image, onClose }: { place: ConsolePlace; image: ImageView; onClose: () => void }) {
  const t = useTranslations("manage");
  const act = useAct(place, ({ detail }) =>
    detail.reason === "changedMeanwhile" ? { title: t("modify.changedMeanwhile"), advice: t("modify.changedMeanwhileBody") } : undefined,
  );
  const { name, description, minRamMb, maxRamMb, nicMultiQueue, sriov } = image;
  const before: Draft = { name, description, minRamMb, maxRamMb, nicMultiQueue, sriov };
  const [draft, setDraft] = useState<Draft>(before);
  const edit = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const changes = Object.fromEntries(Object.entries(draft).filter(([field, value]) => value !== before[field as keyof Draft])); // entries of a Draft
  const memoryWrong = draft.maxRamMb > 0 && draft.minRamMb > draft.maxRamMb;

  const submit = async () => {
    const work = modifyImageAction(place, { imageId: image.id, unlessChangedSince: image.updatedAt, changes });
    if (await act.run(work, t("modify.done", { name: draft.name }))) onClose();
  };
  return (
    <FormDialog
      placement="side"
      title={t("modify.title")}
      subject={image.name}
      help={<HelpLink to="modify" />}
      submitLabel={t("modify.save")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      disabled={Object.keys(changes).length === 0 || memoryWrong}
    >
      <Field label={t("modify.name")} hint={t("modify.nameHint")}>
        <Input value={draft.name} maxLength={128} required onChange={(event) => edit({ name: event.target.value })} />
      </Field>
      <Field label={t("modify.description")} optional>
        <Textarea value={draft.description} maxLength={1024} rows={3} onChange={(event) => edit({ description: event.target.value })} />
      </Field>
      {image.kind === "data" ? null : <SystemFields draft={draft} edit={edit} memoryWrong={memoryWrong} />}
    </FormDialog>
  );
}

function SystemFields({ draft, edit, memoryWrong }: { draft: Draft; edit: (change: Partial<Draft>) => void; memoryWrong: boolean }) {
  const t = useTranslations("manage");
  return (
    <>
      <FieldRow columns={2}>
        <MemoryFields
          min={String(draft.minRamMb)}
          max={String(draft.maxRamMb)}
          onChange={(change) => edit("minRamMb" in change ? { minRamMb: Number(change.minRamMb) } : { maxRamMb: Number(change.maxRamMb) })}
          error={memoryWrong ? t("modify.memoryWrong") : undefined}
        />
      </FieldRow>
      <fieldset className="space-y-2">
        <legend className="font-medium">{t("modify.advanced")}</legend>
        <Checkbox
          label={t("modify.multiQueue")}
          hint={t("modify.multiQueueHint")}
          checked={draft.nicMultiQueue}
          onChange={(event) => edit({ nicMultiQueue: event.target.checked })}
        />
        <Checkbox
          label={t("modify.sriov")}
          hint={t("modify.sriovHint")}
          checked={draft.sriov}
          onChange={(event) => edit({ sriov: event.target.checked })}
        />
      </fieldset>
    </>
  );
}
