"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { objectQueries } from "@/lib/objects/client";
import type { ObjectView } from "@/lib/objects/model";
import { parseObjectSearch } from "@/lib/objects/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../../console/page-place";
import { useReadFailure } from "../../console/use-read-failure";
import { InspectionSummary } from "../../objects/inspection-summary";
import { UploadDrop } from "../../objects/upload-drop";
import { ButtonLink } from "../../ui/controls/link";
import { EmptyState } from "../../ui/feedback/empty-state";
import { Field } from "../../ui/forms/field";
import { RadioGroup } from "../../ui/forms/radio-group";
import { SearchInput } from "../../ui/forms/search-input";
import { Select } from "../../ui/forms/select";
import { Card } from "../../ui/layout/card";

interface Props {
  place: ConsolePlace;
  chosen: ObjectView | undefined;
  onChoose: (object: ObjectView) => void;
}

/** The file: from a bucket of this region, or uploaded now. Files that cannot become an image stay in sight and say why. */
export function SourceStep({ place, chosen, onChoose }: Props) {
  const t = useTranslations("images");
  const buckets = useQuery(objectQueries.buckets(place));
  const [picked, setPicked] = useState<string>();
  const bucketId = picked ?? chosen?.bucketId ?? buckets.data?.[0]?.id;
  const failure = useReadFailure(buckets.error, buckets.refetch);
  if (failure !== undefined) return failure;
  if (buckets.data?.length === 0) {
    return (
      <EmptyState kind="nothing" title={t("source.noBucket")} actions={<ButtonLink variant="primary" href={hrefIn(place, "/buckets")}>{t("source.createBucket")}</ButtonLink>}>
        {t("source.noBucketBody")}
      </EmptyState>
    );
  }
  return (
    <Card title={t("source.title")}>
      <div id="source" tabIndex={-1} className="space-y-4">
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

function FilePicker({ place, bucketId, chosen, onChoose }: Props & { bucketId: string }) {
  const t = useTranslations("images");
  const [prefix, setPrefix] = useState("");
  const { data, error, refetch } = useQuery({
    ...objectQueries.list(place, parseObjectSearch(bucketId, { prefix })),
    refetchInterval: (query) => (query.state.data?.items.some((object) => object.inspection === null) ? 1_500 : 5_000),
  });
  const failure = useReadFailure(error, refetch);
  if (failure !== undefined) return failure;
  const items = data?.items ?? [];
  return (
    <>
      {items.length > 8 || prefix !== "" ? <SearchInput label={t("source.search")} value={prefix} onSearch={setPrefix} /> : null}
      {data !== undefined && items.length === 0 ? (
        <p className="rounded-lg border border-line border-dashed px-4 py-6 text-center text-muted text-sm">{t("source.noFile")}</p>
      ) : (
        <div className="max-h-96 overflow-y-auto">
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
              label: <span className="break-all">{object.name}</span>,
              hint: <InspectionSummary object={object} />,
              ...(object.inspection?.state === "refused" ? { disabledReason: t("source.refused") } : {}),
            }))}
          />
        </div>
      )}
    </>
  );
}
