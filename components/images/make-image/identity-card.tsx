"use client";

import { useTranslations } from "next-intl";
import { DESCRIPTION_MAX_LENGTH } from "@/lib/images/constraints";
import { Checkbox } from "../../ui/forms/checkbox";
import { Field, FieldError } from "../../ui/forms/field";
import { Input } from "../../ui/forms/input";
import { Textarea } from "../../ui/forms/textarea";
import { Card } from "../../ui/layout/card";
import type { MakingDraft } from "./making-draft";
import type { SourceOffer } from "./use-source-offers";

interface Props {
  draft: MakingDraft;
  set: (change: Partial<MakingDraft>) => void;
  /** Data disks that become an image each. */
  disks: readonly SourceOffer[];
  clean: { readonly checked: boolean; readonly onChange: (checked: boolean) => void } | undefined;
  errorOf: (field: string) => string | undefined;
}

/** The name of the image, or of each data disk's image; and what is said of them. */
export function IdentityCard({ draft, set, disks, clean, errorOf }: Props) {
  const t = useTranslations("making");
  const images = useTranslations("images");
  const cleanError = errorOf("isClean");
  return (
    <Card title={images("properties.identity")}>
      <div className="space-y-4">
        {disks.length === 0 ? (
          <Field id="name" label={images("fields.name")} hint={images("properties.nameHint")} error={errorOf("name")}>
            <Input value={draft.name} onChange={(event) => set({ name: event.target.value })} autoComplete="off" />
          </Field>
        ) : (
          disks.map((disk, index) => (
            <Field
              key={disk.id}
              id={nameFieldOf(disk)}
              label={disks.length === 1 ? images("fields.name") : t("nameOf", { disk: disk.name })}
              hint={index === 0 ? images("properties.nameHint") : undefined}
              error={errorOf(nameFieldOf(disk))}
            >
              <Input
                value={nameOfDisk(draft, disk)}
                onChange={(event) => set({ names: { ...draft.names, [disk.id]: event.target.value } })}
                autoComplete="off"
              />
            </Field>
          ))
        )}
        <Field id="description" label={images("fields.description")} optional error={errorOf("description")}>
          <Textarea
            value={draft.description}
            counterMax={DESCRIPTION_MAX_LENGTH}
            onChange={(event) => set({ description: event.target.value })}
          />
        </Field>
        {clean === undefined ? null : (
          <div id="isClean" tabIndex={-1}>
            <Checkbox
              label={t("clean")}
              hint={t("cleanHint")}
              checked={clean.checked}
              onChange={(event) => clean.onChange(event.target.checked)}
            />
            {cleanError === undefined ? null : <FieldError id="isClean-error">{cleanError}</FieldError>}
          </div>
        )}
      </div>
    </Card>
  );
}

export const nameFieldOf = ({ id }: SourceOffer) => `name-${id}`;

export function nameOfDisk({ names }: MakingDraft, disk: SourceOffer): string {
  return names[disk.id] ?? disk.suggestedName;
}
