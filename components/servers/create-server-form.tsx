"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { BATCH_ADVISED_MAX } from "@/lib/images/constraints";
import type { ImageView } from "@/lib/images/model";
import { whyNot } from "@/lib/images/rules/why-not";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { gibUnit } from "@/lib/platform/format/bytes";
import type { ActionFailure } from "@/lib/platform/http/action";
import { createServersAction } from "@/lib/servers/actions";
import { serverQueries } from "@/lib/servers/client";
import { DATA_DISKS_MAX } from "@/lib/servers/constraints";
import { type Flavor, planBatch } from "@/lib/servers/model";
import { createServersInput } from "@/lib/servers/schemas";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { HelpLink, HelpLinks } from "../help/help-links";
import { osWords } from "../images/os-words";
import { ServerCost } from "../pricing/server-cost";
import { useErrorWords } from "../shell/error-words";
import { Button } from "../ui/controls/button";
import { ButtonLink } from "../ui/controls/link";
import { Alert } from "../ui/feedback/alert";
import { notify } from "../ui/feedback/notify";
import { Checkbox } from "../ui/forms/checkbox";
import { ErrorSummary } from "../ui/forms/error-summary";
import { Field, FieldRow } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { RadioGroup } from "../ui/forms/radio-group";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";
import { BatchPreview } from "./batch-preview";
import { type DataDiskDraft, DataDiskFields } from "./data-disk-fields";
import { FlavorPicker } from "./flavor-picker";

interface Props {
  place: ConsolePlace;
  image: ImageView;
  flavors: readonly Flavor[];
  zones: readonly string[];
}

const PROBLEMS = ["serverName", "flavorRequired", "zoneRequired", "count", "diskSizeRange", "diskTooSmall", "dataDiskSizeRange"] as const;

/** The fields as they stand on the page, data disks after them: what is wrong is listed in their order. */
const FIELDS: readonly string[] = ["flavorId", "zoneId", "name", "systemDiskGb", "count"];
const placeOf = (field: string) => (FIELDS.includes(field) ? FIELDS.indexOf(field) : FIELDS.length);

/** `disk-1` for a part of the second data disk, else the field's own name. */
const fieldOf = ([field, index]: readonly PropertyKey[]) => (field === "dataDisks" ? `disk-${String(index)}` : String(field));

/** One page: which image, which size, where, how many, how named. */
export function CreateServerForm({ place, image, flavors, zones }: Props) {
  const t = useTranslations("servers");
  const words = useErrorWords();
  const forbidden = useWhyForbidden();
  const locale = useLocale();
  const router = useRouter();
  const client = useQueryClient();
  const [form, setForm] = useState({ name: "", flavorId: "", zoneId: zones[0] ?? "", count: "1", systemDiskGb: String(image.minDiskGb) });
  const [dataDisks, setDataDisks] = useState<readonly DataDiskDraft[]>([]);
  const [spreadZones, setSpreadZones] = useState(false);
  const [start, setStart] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();
  const edit = (field: keyof typeof form) => (value: string) => setForm({ ...form, [field]: value });

  const input = {
    ...form,
    imageId: image.id,
    count: Number(form.count),
    systemDiskGb: Number(form.systemDiskGb),
    spreadZones,
    start,
    dataDisks: dataDisks.map(({ sizeGb, imageId, encrypted, keyId }) => ({
      sizeGb: Number(sizeGb),
      ...(imageId === "" ? {} : { imageId }),
      encrypted,
      ...(keyId === "" ? {} : { keyId }),
    })),
  };
  const parsed = createServersInput.safeParse(input);
  const issues = parsed.success ? [] : parsed.error.issues.map((issue) => ({ field: fieldOf(issue.path), key: issue.message }));
  if (input.systemDiskGb < image.minDiskGb) issues.push({ field: "systemDiskGb", key: "diskTooSmall" });
  issues.sort((a, b) => placeOf(a.field) - placeOf(b.field));
  const problems = issues.flatMap(({ field, key }) => {
    const known = PROBLEMS.find((name) => name === key);
    return known === undefined ? [] : [{ fieldId: field, message: t(`problems.${known}`, { min: image.minDiskGb }) }];
  });
  const errorOf = (field: string) => (attempt > 0 ? problems.find((problem) => problem.fieldId === field)?.message : undefined);
  const notBootable = whyNot("createServer", image);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (problems.length > 0) return setAttempt(attempt + 1);
    setPending(true);
    setFailure(undefined);
    const result = await createServersAction(place, input);
    if (!result.ok) {
      setPending(false);
      return setFailure(result.error);
    }
    await client.invalidateQueries({ queryKey: serverQueries.all(place) });
    const [only] = result.data.serverIds;
    router.push(hrefIn(place, result.data.serverIds.length === 1 && only !== undefined ? `/servers/${only}` : "/servers"));
    await notify(t("create.done", { count: result.data.serverIds.length }));
  };

  return (
    <form onSubmit={submit} className="max-w-4xl space-y-4" noValidate>
      <PageHeader
        title={t("create.title")}
        help={<HelpLinks to={["server-from-image", "regions", "gpu", "costs"]} />}
        crumbs={[{ label: image.name, href: hrefIn(place, `/images/${image.type}/${image.id}`) }]}
        meta={osWords(image)}
      />
      {attempt > 0 ? <ErrorSummary problems={problems} attempt={attempt} /> : null}
      {failure === undefined ? null : (
        <Alert tone="danger" title={words(failure.code).title}>
          {words(failure.code).advice}
        </Alert>
      )}
      {notBootable === undefined ? null : <Alert tone="danger" title={words(notBootable.code).title} />}
      <Card title={t("create.size")}>
        <FlavorPicker image={image} flavors={flavors} value={form.flavorId} onChange={edit("flavorId")} error={errorOf("flavorId")} />
      </Card>
      <Card title={t("create.placement")}>
        <div className="space-y-4">
          <div className="space-y-1">
            <RadioGroup
              legend={t("fields.zone")}
              name="zone"
              look="inline"
              hint={t("create.zoneHint")}
              value={form.zoneId}
              onChange={edit("zoneId")}
              options={zones.map((zone) => ({ value: zone, label: zone }))}
            />
            <HelpLink to="regions" />
          </div>
          <FieldRow columns={3}>
            <Field id="name" label={t("fields.name")} hint={t("create.nameHint")} error={errorOf("name")}>
              <Input value={form.name} onChange={(event) => edit("name")(event.target.value)} autoComplete="off" />
            </Field>
            <Field
              id="systemDiskGb"
              label={t("systemDisk")}
              hint={t("create.diskHint", { min: image.minDiskGb, unit: gibUnit(locale) })}
              error={errorOf("systemDiskGb")}
            >
              <Input
                inputMode="numeric"
                value={form.systemDiskGb}
                suffix={gibUnit(locale)}
                onChange={(event) => edit("systemDiskGb")(event.target.value)}
              />
            </Field>
            <Field id="count" label={t("fields.count")} hint={t("create.countHint")} error={errorOf("count")}>
              <Input inputMode="numeric" value={form.count} onChange={(event) => edit("count")(event.target.value)} />
            </Field>
          </FieldRow>
          <Checkbox
            label={t("create.spread")}
            hint={t("create.spreadHint")}
            checked={spreadZones}
            onChange={(event) => setSpreadZones(event.target.checked)}
          />
          <Checkbox label={t("startAfter")} checked={start} onChange={(event) => setStart(event.target.checked)} />
          {parsed.success && parsed.data.count > 1 ? (
            <BatchPreview place={place} name={parsed.data.name} planned={planBatch(parsed.data, zones)} />
          ) : null}
          {input.count > BATCH_ADVISED_MAX ? <Alert tone="warning">{t("create.batchWarning", { limit: BATCH_ADVISED_MAX })}</Alert> : null}
        </div>
      </Card>
      <Card title={t("dataDisks.title")}>
        {image.kind === "whole" ? <Alert tone="neutral">{t("create.wholeDisks")}</Alert> : null}
        <DataDiskFields
          place={place}
          disks={dataDisks}
          onChange={setDataDisks}
          max={DATA_DISKS_MAX}
          errorOf={(index) => errorOf(`disk-${index}`)}
        />
      </Card>
      <ServerCost
        place={place}
        order={{ image, disksGb: [input.systemDiskGb, ...input.dataDisks.map(({ sizeGb }) => sizeGb)], count: input.count }}
      />
      <div className="flex justify-end gap-2">
        <ButtonLink href={hrefIn(place, `/images/${image.type}/${image.id}`)}>{t("create.cancel")}</ButtonLink>
        <Button
          type="submit"
          variant="primary"
          loading={pending}
          disabledReason={forbidden("ecs:servers:create") ?? (notBootable === undefined ? undefined : words(notBootable.code).title)}
        >
          {t("create.submit", { count: Number.isInteger(input.count) && input.count > 0 ? input.count : 1 })}
        </Button>
      </div>
    </form>
  );
}
