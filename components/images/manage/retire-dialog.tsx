"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { retireImageAction } from "@/lib/images/actions";
import { imageQueries } from "@/lib/images/client";
import { type ImageView, isRetired } from "@/lib/images/model";
import { wholeList } from "@/lib/images/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useAct } from "../../console/use-act";
import { Button } from "../../ui/controls/button";
import { Combobox } from "../../ui/forms/combobox";
import { Field } from "../../ui/forms/field";
import { Input } from "../../ui/forms/input";
import { FormDialog } from "../../ui/overlays/form-dialog";

/** Says from which day on nothing new is made of an image, and which one takes its place. */
export function RetireDialog({ place, image, onClose }: { place: ConsolePlace; image: ImageView; onClose: () => void }) {
  const t = useTranslations("manage");
  const act = useAct(place, ({ detail }) => (detail.reason === "successorUnfit" ? { title: t("retire.unfit") } : undefined));
  const [day, setDay] = useState((image.retiresAt ?? new Date().toISOString()).slice(0, 10));
  const [successorId, setSuccessor] = useState(image.successorId ?? undefined);
  const [search, setSearch] = useState("");
  const { data, isFetching } = useQuery(
    imageQueries.list(place, { ...wholeList("private"), q: search, kind: image.kind, state: "normal" }),
  );
  const options = (data?.items ?? [])
    .filter((other) => other.id !== image.id && !isRetired(other))
    .map((other) => ({ value: other.id, label: other.name, hint: other.osVersion ?? other.id }));

  const send = async (retiresAt: string | null) => {
    const work = retireImageAction(place, { imageId: image.id, retiresAt, successorId: successorId ?? null });
    if (await act.run(work, t(retiresAt === null ? "retire.undone" : "retire.done", { name: image.name }))) onClose();
  };
  return (
    <FormDialog
      title={t("retire.title")}
      subject={image.name}
      submitLabel={t("retire.confirm")}
      onSubmit={() => send(new Date(`${day}T00:00:00`).toISOString())}
      onClose={onClose}
      act={act}
      beside={image.retiresAt === null ? null : <Button onClick={() => void send(null)}>{t("retire.undo")}</Button>}
    >
      <p className="text-muted">{t("retire.body")}</p>
      <Field label={t("retire.day")}>
        <Input type="date" required value={day} onChange={(event) => setDay(event.target.value)} />
      </Field>
      <Field label={t("retire.successor")} optional>
        <Combobox
          label={t("retire.successor")}
          options={options}
          value={successorId}
          onChange={setSuccessor}
          placeholder={t("retire.none")}
          onSearch={setSearch}
          loading={isFetching}
        />
      </Field>
    </FormDialog>
  );
}
