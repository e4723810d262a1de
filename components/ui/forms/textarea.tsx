"use client";

import clsx from "clsx";
import { useLocale, useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { formatNumber } from "@/lib/platform/format/number";
import { useFieldControl } from "./field";

export interface TextareaProps extends ComponentProps<"textarea"> {
  /** Shows how many characters are used. It may be passed: the field then says so, nothing typed is lost. */
  counterMax?: number;
}

export function Textarea({ counterMax, className, onInput, ...rest }: TextareaProps) {
  const t = useTranslations("ui");
  const locale = useLocale();
  const control = useFieldControl();
  const [typed, setTyped] = useState(() => [...String(rest.value ?? rest.defaultValue ?? "")].length);
  const length = rest.value === undefined ? typed : [...String(rest.value)].length;
  return (
    <>
      <textarea
        rows={3}
        {...control}
        {...rest}
        onInput={(event) => {
          setTyped([...event.currentTarget.value].length);
          onInput?.(event);
        }}
        className={clsx("control block w-full resize-y px-2.5 py-1.5", className)}
      />
      {counterMax === undefined ? null : (
        <p className={clsx("mt-1 text-end text-xs", length > counterMax ? "text-danger" : "text-faint")}>
          {t("counter", { used: formatNumber(length, locale), max: formatNumber(counterMax, locale) })}
        </p>
      )}
    </>
  );
}
