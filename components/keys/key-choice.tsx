"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { keyQueries } from "@/lib/keys/client";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { Field } from "../ui/forms/field";
import { Select } from "../ui/forms/select";

interface Props {
  place: ConsolePlace;
  /** Empty: the project's `ims/default`. */
  keyId: string;
  onChange: (keyId: string) => void;
}

/** The key that something new is encrypted under: one of the enabled ones, or the default key, made when it is first used. */
export function KeyChoice({ place, keyId, onChange }: Props) {
  const t = useTranslations("common.keyChoice");
  const { data = [] } = useQuery({ ...keyQueries.list(place), retry: false });
  const usable = data.filter(({ state, isDefault }) => state === "enabled" && !isDefault);
  return (
    <Field label={t("label")} hint={t("hint")}>
      <Select
        className="max-w-md"
        value={keyId}
        options={[{ value: "", label: t("default") }, ...usable.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
