"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CopyOptions, CopyTarget } from "@/lib/copies/model";
import { createAgencyAction } from "@/lib/iam/actions";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { VaultPicker } from "../backups/vault-picker";
import { useWhyForbidden } from "../console/rights";
import { useFailureToast } from "../console/use-failure-toast";
import { useErrorWords } from "../shell/error-words";
import { useRegionName } from "../shell/region-names";
import { Button } from "../ui/controls/button";
import { notify } from "../ui/feedback/notify";
import { Field, FieldRow } from "../ui/forms/field";
import { Select } from "../ui/forms/select";
import type { CopyDraft } from "./use-submit-copy";

interface Props {
  place: ConsolePlace;
  options: CopyOptions;
  draft: CopyDraft;
  change: (next: Partial<CopyDraft>) => void;
}

/** Where to: the region with its limit and quota, and the agency that may write there. */
export function AcrossFields({ place, options, draft, change }: Props) {
  const t = useTranslations("exchange.copy");
  const words = useErrorWords();
  const regionName = useRegionName();
  const target = options.targets.find(({ regionId }) => regionId === draft.regionId);
  const choose = (regionId: string) =>
    change({ regionId, vaultId: "", agencyId: options.targets.find((each) => each.regionId === regionId)?.agencies[0]?.id ?? "" });
  const label = ({ regionId, refusal }: CopyTarget) =>
    refusal === null ? regionName(regionId) : `${regionName(regionId)} · ${words(refusal.code).title}`;
  return (
    <FieldRow columns={2}>
      <Field
        label={t("region")}
        hint={target === undefined ? undefined : t("quota", { used: target.imagesUsed, limit: target.imagesLimit, gb: target.maxGb })}
      >
        <Select
          value={draft.regionId}
          onChange={(event) => choose(event.target.value)}
          placeholder={t("choose")}
          options={options.targets.map((each) => ({ value: each.regionId, label: label(each), disabled: each.refusal !== null }))}
        />
      </Field>
      {target === undefined ? null : <AgencyField {...{ place, target, draft, change }} />}
      {target === undefined || options.backup === null ? null : (
        <div className="sm:col-span-2">
          <VaultPicker
            place={{ regionId: target.regionId, projectId: target.projectId }}
            neededGb={options.backup.sizeGb}
            kind={options.backup.kind}
            value={draft.vaultId}
            onChange={(vaultId) => change({ vaultId })}
          />
          <p className="mt-1.5 text-muted text-sm">{t("vaultHint")}</p>
        </div>
      )}
    </FieldRow>
  );
}

function AgencyField({ place, target, draft, change }: Omit<Props, "options"> & { target: CopyTarget }) {
  const t = useTranslations("exchange.copy");
  const client = useQueryClient();
  const failed = useFailureToast();
  const forbidden = useWhyForbidden();
  const [pending, setPending] = useState(false);
  if (target.agencies.length > 0)
    return (
      <Field label={t("agency")} hint={t("agencyHint")}>
        <Select
          value={draft.agencyId}
          onChange={(event) => change({ agencyId: event.target.value })}
          options={target.agencies.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
    );
  const create = async () => {
    setPending(true);
    const name = `ims-copy-${target.regionId}`;
    const result = await createAgencyAction(place, { name, projectId: target.projectId });
    setPending(false);
    if (!result.ok) return failed(result.error);
    change({ agencyId: result.data.agencyId });
    await client.invalidateQueries({ queryKey: ["copies", place.regionId, place.projectId] });
    await notify(t("agencyCreated", { name }));
  };
  return (
    <div>
      <div>
        <p className="font-medium">{t("agency")}</p>
        <p className="text-muted text-sm">{t("noAgency")}</p>
      </div>
      <div className="mt-1.5">
        <Button loading={pending} disabledReason={forbidden("iam:agencies:create")} onClick={() => void create()}>
          {t("createAgency")}
        </Button>
      </div>
    </div>
  );
}
