"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FILE_KINDS, type FileKind } from "@/lib/images/rules/file-rules";
import { objectQueries } from "@/lib/objects/client";
import type { ObjectView } from "@/lib/objects/model";
import { wholeBucket } from "@/lib/objects/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ErrorCode } from "@/lib/platform/errors";
import { hrefIn } from "../../console/page-place";
import { useReadFailure } from "../../console/use-read-failure";
import { HelpLink } from "../../help/help-links";
import { InspectionSummary } from "../../objects/inspection-summary";
import { UploadDrop } from "../../objects/upload-drop";
import { useErrorWords } from "../../shell/error-words";
import { ButtonLink } from "../../ui/controls/link";
import { EmptyState } from "../../ui/feedback/empty-state";
import { Field } from "../../ui/forms/field";
import { RadioGroup } from "../../ui/forms/radio-group";
import { SearchInput } from "../../ui/forms/search-input";
import { Select } from "../../ui/forms/select";
import { Card } from "../../ui/layout/card";

interface Props extends PickerProps {
  kind: FileKind;
  onKind: (kind: FileKind) => void;
}

interface PickerProps {
  place: ConsolePlace;
  chosen: ObjectView | undefined;
  onChoose: (object: ObjectView) => void;
}

/** The file: from a bucket of this region, or uploaded now. Files that cannot become an image stay in sight and say why. */
export function SourceStep({ place, kind, onKind, chosen, onChoose }: Props) {
  const t = useTranslations("images");
  const buckets = useQuery(objectQueries.buckets(place));
  const [picked, setPicked] = useState<string>();
  const bucketId = picked ?? chosen?.bucketId ?? buckets.data?.[0]?.id;
  const failure = useReadFailure(buckets.error, buckets.refetch);
  if (failure !== undefined) return failure;
  if (buckets.data?.length === 0) {
    return (
      <EmptyState
        kind="nothing"
        title={t("source.noBucket")}
        actions={
          <ButtonLink variant="primary" href={hrefIn(place, "/buckets")}>
            {t("source.createBucket")}
          </ButtonLink>
        }
      >
        {t("source.noBucketBody")}
      </EmptyState>
    );
  }
  return (
    <Card title={t("source.title")}>
      <div id="source" tabIndex={-1} className="space-y-4">
        <KindChoice kind={kind} onKind={onKind} />
        {kind === "iso" ? <HelpLink to="iso" /> : null}
        <Field label={t("source.bucket")}>
          <Select
            value={bucketId ?? ""}
            options={(buckets.data ?? []).map((bucket) => ({ value: bucket.id, label: bucket.name }))}
            onChange={(event) => setPicked(event.target.value)}
          />
        </Field>
        {bucketId === undefined ? null : <FilePicker place={place} bucketId={bucketId} chosen={chosen} onChoose={onChoose} />}
        {bucketId === undefined ? null : <UploadDrop bucketId={bucketId} />}
      </div>
    </Card>
  );
}

function KindChoice({ kind, onKind }: { kind: FileKind; onKind: (kind: FileKind) => void }) {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  return (
    <RadioGroup
      legend={t("fields.kind")}
      name="image-kind"
      value={kind}
      onChange={(value) => onKind(FILE_KINDS.find((known) => known === value) ?? "system")}
      options={FILE_KINDS.map((value) => ({ value, label: t(`kinds.${value}`), hint: m(`wizard.kinds.${value}`) }))}
    />
  );
}

function FilePicker({ place, bucketId, chosen, onChoose }: PickerProps & { bucketId: string }) {
  const t = useTranslations("images");
  const [prefix, setPrefix] = useState("");
  const { data, error, refetch } = useQuery({
    ...objectQueries.list(place, { ...wholeBucket(bucketId), prefix }),
    refetchInterval: (query) => (query.state.data?.items.some((object) => object.inspection === null) ? 1_500 : 5_000),
  });
  const words = useErrorWords();
  const reasonAgainst = ({ inspection }: ObjectView) => {
    if (inspection?.state !== "refused") return undefined;
    const { title, advice } = words(inspection.code as ErrorCode); // written by the worker from the error table
    return t("source.refused", { title, advice });
  };
  const failure = useReadFailure(error, refetch);
  if (failure !== undefined) return failure;
  const items = data?.items ?? [];
  return (
    <>
      {items.length > 8 || prefix !== "" ? <SearchInput label={t("source.search")} value={prefix} onSearch={setPrefix} /> : null}
      {data !== undefined && items.length === 0 ? (
        <p className="rounded-lg border border-line border-dashed px-4 py-6 text-center text-muted text-sm">{t("source.noFile")}</p>
      ) : (
        <div className="scroll-fade-below -mx-1 max-h-96 overflow-y-auto px-1 pb-1">
          <RadioGroup
            legend={t("source.file")}
            name="source-file"
            value={chosen?.id ?? ""}
            onChange={(id) => {
              const object = items.find((item) => item.id === id);
              if (object !== undefined) onChoose(object);
            }}
            options={items.map((object) => ({
              value: object.id,
              label: <span className="wrap-anywhere">{object.name}</span>,
              hint: <InspectionSummary object={object} />,
              disabledReason: reasonAgainst(object),
            }))}
          />
        </div>
      )}
      {items.some((item) => reasonAgainst(item) !== undefined) ? <HelpLink to="convert" /> : null}
    </>
  );
}
