"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { imageQueries } from "@/lib/images/client";
import type { ImageView } from "@/lib/images/model";
import { whyNot } from "@/lib/images/rules/why-not";
import { wholeList } from "@/lib/images/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { reinstallServerAction } from "@/lib/servers/actions";
import type { ServerView } from "@/lib/servers/model";
import { useAct } from "../console/use-act";
import { useErrorWords } from "../shell/error-words";
import { Alert } from "../ui/feedback/alert";
import { Checkbox } from "../ui/forms/checkbox";
import { Combobox } from "../ui/forms/combobox";
import { Field } from "../ui/forms/field";
import { RadioGroup } from "../ui/forms/radio-group";
import { FormDialog } from "../ui/overlays/form-dialog";

const TYPES = ["private", "public", "shared", "market"] as const;
type Type = (typeof TYPES)[number];

/** Replaces a server's system by the image it came from, or another; images made of this server come first (USE-04, USE-10). */
export function ReinstallDialog({ place, server, onClose }: { place: ConsolePlace; server: ServerView; onClose: () => void }) {
  const t = useTranslations("servers");
  const images = useTranslations("images");
  const act = useAct(place);
  const [type, setType] = useState<Type>(server.imageType ?? "private");
  const [imageId, setImageId] = useState(server.imageType === null ? undefined : (server.imageId ?? undefined));
  const [start, setStart] = useState(true);
  const options = useImageOptions(place, server, type);
  const submit = async () => {
    if (imageId === undefined) return;
    if (await act.run(reinstallServerAction(place, { serverId: server.id, imageId, start }), t("reinstall.done", { name: server.name })))
      onClose();
  };
  return (
    <FormDialog
      title={t("reinstall.title")}
      subject={server.name}
      submitLabel={t("reinstall.confirm")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      disabled={imageId === undefined}
    >
      <Alert tone="warning">{t("reinstall.warning")}</Alert>
      <RadioGroup
        legend={t("reinstall.from")}
        name="imageType"
        look="inline"
        value={type}
        onChange={(value) => {
          setType(TYPES.find((each) => each === value) ?? "private");
          setImageId(undefined);
        }}
        options={TYPES.map((value) => ({ value, label: images(`types.${value}`) }))}
      />
      <Field label={t("fields.image")} hint={t("reinstall.imageHint")}>
        <Combobox label={t("fields.image")} options={options} value={imageId} onChange={setImageId} placeholder={t("reinstall.choose")} />
      </Field>
      <Checkbox label={t("startAfter")} checked={start} onChange={(event) => setStart(event.target.checked)} />
    </FormDialog>
  );
}

/** Images that fit this server's processor (USE-07); the others are not offered, those that cannot be used now say why. */
function useImageOptions(place: ConsolePlace, server: ServerView, type: Type) {
  const t = useTranslations("servers");
  const words = useErrorWords();
  const { data } = useQuery(imageQueries.list(place, { ...wholeList(type), size: 100 }));
  const fits = (image: ImageView) =>
    image.architecture === null || server.architecture === null || image.architecture === server.architecture;
  const own = (image: ImageView) => (image.sourceServerId === server.id ? 0 : 1);
  return (data?.items ?? [])
    .filter(fits)
    .toSorted((a, b) => own(a) - own(b))
    .map((image) => {
      const refusal = whyNot("reinstall", image);
      return {
        value: image.id,
        label: image.name,
        hint:
          image.id === server.imageId ? t("reinstall.present") : own(image) === 0 ? t("reinstall.ofThis") : (image.osVersion ?? undefined),
        ...(refusal === undefined ? {} : { disabledReason: words(refusal.code).title }),
      };
    });
}
