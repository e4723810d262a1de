"use client";

import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import { useLocale, useTranslations } from "next-intl";
import { imageQueries } from "@/lib/images/client";
import type { ImageView } from "@/lib/images/model";
import { wholeList } from "@/lib/images/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib, gibUnit } from "@/lib/platform/format/bytes";
import { VOLUME_MIN_GB } from "@/lib/volumes/constraints";
import { HelpLink } from "../help/help-links";
import { KeyChoice } from "../keys/key-choice";
import { Button } from "../ui/controls/button";
import { IconButton } from "../ui/controls/icon-button";
import { Checkbox } from "../ui/forms/checkbox";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { Select } from "../ui/forms/select";

export interface DataDiskDraft {
  readonly key: string;
  readonly sizeGb: string;
  /** Empty: a blank disk. */
  readonly imageId: string;
  readonly encrypted: boolean;
  /** Empty: the project's `ims/default`. */
  readonly keyId: string;
}

interface Props {
  place: ConsolePlace;
  disks: readonly DataDiskDraft[];
  onChange: (disks: readonly DataDiskDraft[]) => void;
  /** With no more than these a disk cannot be taken away. */
  min?: number;
  max: number;
  errorOf: (index: number) => string | undefined;
}

export const newDisk = (): DataDiskDraft => ({ key: crypto.randomUUID(), sizeGb: "100", imageId: "", encrypted: false, keyId: "" });

/** Data disks to make: blank or of a data disk image, each image once (LIM-12). */
export function DataDiskFields({ place, disks, onChange, min = 0, max, errorOf }: Props) {
  const t = useTranslations("servers");
  const locale = useLocale();
  const { data } = useQuery(imageQueries.list(place, { ...wholeList("private"), kind: "data", state: "normal", size: 100 }));
  const shared = useQuery(imageQueries.list(place, { ...wholeList("shared"), kind: "data", size: 100 }));
  const images = [...(data?.items ?? []), ...(shared.data?.items ?? [])];
  const edit = (index: number, change: Partial<DataDiskDraft>) =>
    onChange(disks.map((disk, at) => (at === index ? { ...disk, ...change } : disk)));
  const chosen = new Set(disks.map(({ imageId }) => imageId));
  return (
    <div className="space-y-3">
      {disks.map((disk, index) => (
        <div key={disk.key} className="flex flex-wrap items-start gap-3 not-first:border-line not-first:border-t not-first:pt-4">
          <div className="min-w-48 flex-1">
            <Field label={t("dataDisks.from")}>
              <Select
                value={disk.imageId}
                options={[
                  { value: "", label: t("dataDisks.blank") },
                  ...images.map((image) => ({
                    value: image.id,
                    label: `${image.name} (${formatGib(image.minDiskGb, locale)})`,
                    disabled: image.id !== disk.imageId && chosen.has(image.id),
                  })),
                ]}
                onChange={(event) => {
                  const image = images.find(({ id }) => id === event.target.value);
                  edit(index, { imageId: event.target.value, ...(image === undefined ? {} : { sizeGb: String(image.minDiskGb) }) });
                }}
              />
            </Field>
          </div>
          <div className="w-36">
            <Field id={`disk-${index}`} label={t("fields.size")} error={errorOf(index)}>
              <Input
                inputMode="numeric"
                value={disk.sizeGb}
                suffix={gibUnit(locale)}
                onChange={(event) => edit(index, { sizeGb: event.target.value })}
              />
            </Field>
          </div>
          {disks.length > min ? (
            // Beside the boxes, whatever stands above and below them.
            <div className="pt-[calc(1lh+0.375rem)]">
              <IconButton
                label={t("dataDisks.remove", { number: index + 1 })}
                icon={<Trash2 aria-hidden size={16} />}
                onClick={() => onChange(disks.filter((_, at) => at !== index))}
              />
            </div>
          ) : null}
          <div className="basis-full">
            <DiskEncryption
              place={place}
              disk={disk}
              number={index + 1}
              image={images.find(({ id }) => id === disk.imageId)}
              onChange={(change) => edit(index, change)}
            />
          </div>
        </div>
      ))}
      <Button
        icon={<Plus aria-hidden size={16} />}
        disabledReason={disks.length >= max ? t("dataDisks.max", { max }) : undefined}
        onClick={() => onChange([...disks, newDisk()])}
      >
        {t("dataDisks.add")}
      </Button>
      <p className="text-muted text-sm">{t("dataDisks.hint", { min: VOLUME_MIN_GB, unit: gibUnit(locale) })}</p>
      {disks.length > 0 ? (
        <p className="text-muted text-sm">
          {t("dataDisks.encryptHint")} <HelpLink to="encryption" />
        </p>
      ) : null}
    </div>
  );
}

interface EncryptionProps {
  place: ConsolePlace;
  disk: DataDiskDraft;
  number: number;
  /** It is made of. */
  image: ImageView | undefined;
  onChange: (change: Pick<DataDiskDraft, "encrypted" | "keyId">) => void;
}

/** Whether one disk is encrypted, and under which key; that of an encrypted image is in any case. */
function DiskEncryption({ place, disk, number, image, onChange }: EncryptionProps) {
  const t = useTranslations("servers.dataDisks");
  const sealed = image?.encrypted === true;
  const { encrypted, keyId } = disk;
  return (
    <div className="space-y-3">
      <Checkbox
        label={t("encrypt", { number })}
        checked={sealed || encrypted}
        disabledReason={sealed ? t("keyOfImage") : undefined}
        onChange={(event) => onChange({ encrypted: event.target.checked, keyId })}
      />
      {encrypted && !sealed ? (
        <div className="ps-8">
          <KeyChoice place={place} keyId={keyId} onChange={(next) => onChange({ encrypted, keyId: next })} />
        </div>
      ) : null}
    </div>
  );
}
