"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib, gibUnit } from "@/lib/platform/format/bytes";
import { growVolumeAction } from "@/lib/volumes/actions";
import type { ListedVolume } from "@/lib/volumes/model";
import { useAct } from "../console/use-act";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { FormDialog } from "../ui/overlays/form-dialog";

/** Asks how large a disk shall be; it only grows. */
export function GrowDialog({ place, volume, onClose }: { place: ConsolePlace; volume: ListedVolume; onClose: () => void }) {
  const t = useTranslations("volumes");
  const locale = useLocale();
  const act = useAct(place);
  const [size, setSize] = useState(String(volume.sizeGb + 10));
  const sizeGb = Number(size);
  const submit = async () => {
    if (await act.run(growVolumeAction(place, { volumeId: volume.id, sizeGb }), t("growing", { name: volume.name }))) onClose();
  };
  return (
    <FormDialog
      title={t("grow.title")}
      subject={volume.name}
      submitLabel={t("grow.confirm")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      disabled={!Number.isInteger(sizeGb) || sizeGb <= volume.sizeGb}
    >
      <Field label={t("fields.size")} hint={t("grow.hint", { size: formatGib(volume.sizeGb, locale) })}>
        <Input inputMode="numeric" value={size} suffix={gibUnit(locale)} onChange={(event) => setSize(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
