"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { exportImageAction } from "@/lib/exports/actions";
import { exportNameOf, OFFERED_FORMATS, QUICK_FORMAT } from "@/lib/exports/model";
import { EXPORT_MAX_GB, type ExportFormat } from "@/lib/images/constraints";
import type { ImageView } from "@/lib/images/model";
import { whyNot } from "@/lib/images/rules/why-not";
import { objectQueries } from "@/lib/objects/client";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { priceQueries } from "@/lib/pricing/client";
import { chargesOfFile } from "@/lib/pricing/model";
import { hrefIn } from "../console/page-place";
import { useAct } from "../console/use-act";
import { HelpLink } from "../help/help-links";
import { CostNote } from "../pricing/cost-note";
import { useErrorWords } from "../shell/error-words";
import { ButtonLink } from "../ui/controls/link";
import { Alert } from "../ui/feedback/alert";
import { Checkbox } from "../ui/forms/checkbox";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { RadioGroup } from "../ui/forms/radio-group";
import { Select } from "../ui/forms/select";
import { FormDialog } from "../ui/overlays/form-dialog";

interface Props {
  place: ConsolePlace;
  image: ImageView;
  onClose: () => void;
}

/** Writes an image to a bucket of the user's, in a format of choice or quickly as it is stored. */
export default function ExportDialog({ place, image, onClose }: Props) {
  const t = useTranslations("exchange.export");
  const must = (image.storedBytes ?? 0) > EXPORT_MAX_GB * 1024 ** 3;
  const [quick, setQuick] = useState(must);
  const [format, setFormat] = useState<ExportFormat>("qcow2");
  const [name, setName] = useState(exportNameOf(image.name, must ? QUICK_FORMAT : "qcow2"));
  const [bucketId, setBucketId] = useState("");
  const buckets = useQuery(objectQueries.buckets(place)).data;
  const bucket = bucketId === "" && buckets?.length === 1 ? (buckets[0]?.id ?? "") : bucketId;
  const { submit, act } = useSubmitExport(place, image, onClose);
  const written = quick ? QUICK_FORMAT : format;
  const rename = (from: ExportFormat, to: ExportFormat) =>
    setName((now) => (now === exportNameOf(image.name, from) ? exportNameOf(image.name, to) : now));
  return (
    <FormDialog
      title={t("title")}
      subject={image.name}
      help={<HelpLink to="formats" />}
      submitLabel={t("submit")}
      onSubmit={() => submit({ bucketId: bucket, objectName: name.trim(), format: written, quick })}
      onClose={onClose}
      act={act}
    >
      <QuickChoice
        image={image}
        quick={quick}
        must={must}
        onChange={(next) => {
          setQuick(next);
          rename(written, next ? QUICK_FORMAT : format);
        }}
      />
      {quick ? null : (
        <RadioGroup
          legend={t("format")}
          hint={t("tools")}
          name="format"
          look="inline"
          value={format}
          onChange={(value) => {
            const next = OFFERED_FORMATS.find((each) => each === value) ?? "qcow2";
            setFormat(next);
            rename(format, next);
          }}
          options={OFFERED_FORMATS.map((each) => ({ value: each, label: each.toUpperCase() }))}
        />
      )}
      {buckets?.length === 0 ? (
        <Alert
          tone="warning"
          actions={
            <ButtonLink size="sm" href={hrefIn(place, "/buckets")}>
              {t("createBucket")}
            </ButtonLink>
          }
        >
          {t("noBucket")}
        </Alert>
      ) : (
        <Field label={t("bucket")}>
          <Select
            value={bucket}
            onChange={(event) => setBucketId(event.target.value)}
            placeholder={t("chooseBucket")}
            options={(buckets ?? []).map((each) => ({ value: each.id, label: each.name }))}
          />
        </Field>
      )}
      <Field label={t("name")} hint={t("nameHint")}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" spellCheck={false} />
      </Field>
      {image.encrypted ? (
        <Alert tone="warning" title={t("decrypted")}>
          {t("decryptedBody")}
        </Alert>
      ) : null}
      <p className="text-muted text-sm">{t("stays")}</p>
      <ExportCost place={place} image={image} />
    </FormDialog>
  );
}

function QuickChoice({
  image,
  quick,
  must,
  onChange,
}: {
  image: ImageView;
  quick: boolean;
  must: boolean;
  onChange: (next: boolean) => void;
}) {
  const t = useTranslations("exchange.export");
  const words = useErrorWords();
  const refusal = whyNot("quickExport", image);
  const reason = refusal === undefined ? undefined : words(refusal.code).title;
  return (
    <Checkbox
      label={t("quick")}
      hint={reason ?? t("quickHint")}
      checked={quick}
      disabled={must}
      disabledReason={reason}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}

/** The file is about as large as what is stored; the bill counts what it really takes (FEE-13). */
function ExportCost({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const prices = useQuery(priceQueries.list(place)).data;
  return prices === undefined ? null : <CostNote charges={chargesOfFile(image.storedBytes ?? 0, prices)} />;
}

function useSubmitExport(place: ConsolePlace, image: ImageView, onClose: () => void) {
  const t = useTranslations("exchange.export");
  const act = useAct(place);
  const submit = async (input: { bucketId: string; objectName: string; format: ExportFormat; quick: boolean }) => {
    if (input.bucketId === "") return act.refuse(t("bucketRequired"));
    if (input.objectName === "") return act.refuse(t("nameRequired"));
    if (await act.run(exportImageAction(place, { imageId: image.id, ...input }), t("started", { name: image.name }))) onClose();
  };
  return { submit, act };
}
