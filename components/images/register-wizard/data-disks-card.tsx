"use client";

import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import { useLocale, useTranslations } from "next-intl";
import { DATA_DISK_MAX_GB, DATA_DISK_MIN_GB, DATA_DISKS_MAX } from "@/lib/images/constraints";
import { objectQueries } from "@/lib/objects/client";
import { wholeBucket } from "@/lib/objects/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { gibUnit } from "@/lib/platform/format/bytes";
import { Button } from "../../ui/controls/button";
import { IconButton } from "../../ui/controls/icon-button";
import type { FormProblem } from "../../ui/forms/error-summary";
import { FieldError } from "../../ui/forms/field";
import { Input } from "../../ui/forms/input";
import { Select } from "../../ui/forms/select";
import { Card } from "../../ui/layout/card";
import type { DataDiskDraft, Draft, WizardState } from "./wizard-state";

interface Props {
  place: ConsolePlace;
  state: WizardState;
  set: (change: Partial<Draft>) => void;
  problems: readonly FormProblem[];
}

/** Up to three more files of the same bucket, each a data disk image of its own (PRI-13). */
export function DataDisksCard({ place, state, set, problems }: Props) {
  const t = useTranslations("manage");
  const locale = useLocale();
  const { dataDisks } = state.draft;
  const { data } = useQuery({
    ...objectQueries.list(place, wholeBucket(state.source?.bucketId ?? "")),
    enabled: state.source !== undefined,
  });
  const files = (data?.items ?? []).filter(({ id, inspection }) => id !== state.source?.id && inspection?.state !== "refused");
  const edit = (index: number, change: Partial<DataDiskDraft>) =>
    set({ dataDisks: dataDisks.map((disk, at) => (at === index ? { ...disk, ...change } : disk)) });
  return (
    <Card title={t("wizard.dataDisks")}>
      <p className="text-muted text-sm">{t("wizard.dataDisksHint", { max: DATA_DISKS_MAX })}</p>
      <ul className="mt-3 space-y-3 empty:hidden">
        {dataDisks.map((disk, index) => {
          const error = problems.find(({ fieldId }) => fieldId === `dataDisk-${index}`)?.message;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place; none keeps state of its own
            <li key={index} id={`dataDisk-${index}`} tabIndex={-1}>
              <div className="flex flex-wrap items-center gap-2">
                <Select
                  aria-label={t("wizard.fileOf", { number: index + 1 })}
                  className="min-w-40 flex-1"
                  placeholder={t("wizard.chooseFile")}
                  value={disk.objectId}
                  options={files.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={(event) => edit(index, { objectId: event.target.value })}
                />
                <span className="w-28">
                  <Input
                    aria-label={t("wizard.sizeOf", { number: index + 1, min: DATA_DISK_MIN_GB, max: DATA_DISK_MAX_GB })}
                    inputMode="numeric"
                    value={disk.diskGb}
                    suffix={gibUnit(locale)}
                    onChange={(event) => edit(index, { diskGb: event.target.value })}
                  />
                </span>
                <IconButton
                  label={t("wizard.removeDisk", { number: index + 1 })}
                  icon={<Trash2 aria-hidden size={16} />}
                  onClick={() => set({ dataDisks: dataDisks.filter((_, at) => at !== index) })}
                />
              </div>
              {error === undefined ? null : <FieldError id={`dataDisk-${index}-error`}>{error}</FieldError>}
            </li>
          );
        })}
      </ul>
      <Button
        size="sm"
        className="mt-3"
        icon={<Plus aria-hidden size={14} />}
        disabled={dataDisks.length >= DATA_DISKS_MAX}
        onClick={() => set({ dataDisks: [...dataDisks, { objectId: "", diskGb: "40" }] })}
      >
        {t("wizard.addDisk")}
      </Button>
    </Card>
  );
}
