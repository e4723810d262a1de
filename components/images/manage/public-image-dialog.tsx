"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { changePublicImageAction, publishPublicImageAction, withdrawPublicImageAction } from "@/lib/images/actions";
import { IMAGE_FEATURES, type ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionResult } from "@/lib/platform/http/action";
import { useAct } from "../../console/use-act";
import { Button } from "../../ui/controls/button";
import { Checkbox } from "../../ui/forms/checkbox";
import { FormDialog } from "../../ui/overlays/form-dialog";

/** For the operator: offers an image to everybody, says what it supports, hides it, takes it back. */
export function PublicImageDialog({ place, image, onClose }: { place: ConsolePlace; image: ImageView; onClose: () => void }) {
  const t = useTranslations("manage");
  const act = useAct(place);
  const offered = image.type === "public";
  const [features, setFeatures] = useState(() => IMAGE_FEATURES.filter((feature) => image.features.includes(feature)));
  const [hidden, setHidden] = useState(image.hidden);
  const [hasCloudInit, setCloudInit] = useState(image.hasCloudInit);
  const send = async (work: Promise<ActionResult<unknown>>, done: string) => {
    if (await act.run(work, done)) onClose();
  };
  const { id: imageId, name } = image;
  const submit = () =>
    offered
      ? send(changePublicImageAction(place, { imageId, features, hidden, hasCloudInit }), t("public.changed", { name }))
      : send(publishPublicImageAction(place, { imageId, features }), t("public.published", { name }));
  const withdraw = () => void send(withdrawPublicImageAction(place, { imageId }), t("public.withdrawn", { name }));
  return (
    <FormDialog
      title={t(offered ? "public.change" : "public.publish")}
      subject={name}
      submitLabel={t(offered ? "modify.save" : "public.publish")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      beside={
        offered ? (
          <Button variant="dangerQuiet" onClick={withdraw}>
            {t("public.withdraw")}
          </Button>
        ) : null
      }
    >
      <p className="text-muted">{t("public.body")}</p>
      <fieldset className="space-y-2">
        <legend className="font-medium">{t("columns.features")}</legend>
        {IMAGE_FEATURES.map((feature) => (
          <Checkbox
            key={feature}
            label={t(`features.${feature}`)}
            checked={features.includes(feature)}
            onChange={(event) =>
              setFeatures(IMAGE_FEATURES.filter((each) => (each === feature ? event.target.checked : features.includes(each))))
            }
          />
        ))}
      </fieldset>
      {offered ? (
        <>
          <Checkbox label={t("public.hasCloudInit")} checked={hasCloudInit} onChange={(event) => setCloudInit(event.target.checked)} />
          <Checkbox
            label={t("public.hidden")}
            hint={t("public.hiddenHint")}
            checked={hidden}
            onChange={(event) => setHidden(event.target.checked)}
          />
        </>
      ) : null}
    </FormDialog>
  );
}
