"use client";

import clsx from "clsx";
import { type ChangeEvent, type ReactNode, useId } from "react";
import { FieldError } from "./field";

export interface RadioOption {
  readonly value: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly icon?: ReactNode;
  /** The choice stays visible and tells why it cannot be taken. */
  readonly disabledReason?: string | undefined;
}

export interface RadioGroupProps {
  legend: ReactNode;
  legendHidden?: boolean;
  name: string;
  options: readonly RadioOption[];
  value?: string | undefined;
  defaultValue?: string;
  onChange?: (value: string) => void;
  hint?: ReactNode;
  error?: ReactNode;
  /** `tiles` for the few choices that decide a form; `inline` for short words in a row. */
  look?: keyof typeof LOOKS;
}

const LOOKS = {
  list: "grid gap-2",
  inline: "flex flex-wrap gap-x-5 gap-y-2",
  tiles: "grid gap-2 sm:grid-cols-[repeat(auto-fit,minmax(13rem,1fr))]",
  /** For many with few words: two beside each other on a phone. */
  smallTiles: "grid gap-2 min-[22.5rem]:grid-cols-2 sm:grid-cols-[repeat(auto-fit,minmax(13rem,1fr))]",
} as const;

/** One of several, as native radio buttons in a named group. */
export function RadioGroup(props: RadioGroupProps) {
  const { legend, legendHidden = false, options, hint, error, look = "list" } = props;
  const id = useId();
  return (
    <fieldset aria-describedby={clsx(hint ? `${id}-hint` : "", error ? `${id}-error` : "").trim() || undefined} className="min-w-0">
      <legend className={legendHidden ? "sr-only" : "font-medium"}>{legend}</legend>
      {hint ? (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      ) : null}
      <div className={clsx(LOOKS[look], !(legendHidden && hint === undefined) && "mt-1.5")}>
        {options.map((option) => (
          <Choice key={option.value} option={option} group={props} />
        ))}
      </div>
      {error ? <FieldError id={`${id}-error`}>{error}</FieldError> : null}
    </fieldset>
  );
}

function Choice({ option, group }: { option: RadioOption; group: RadioGroupProps }) {
  const tile = group.look === "tiles" || group.look === "smallTiles";
  const off = option.disabledReason !== undefined;
  const described = option.disabledReason ?? option.hint;
  const picked =
    group.value === undefined
      ? { defaultChecked: group.defaultValue === option.value, onChange: undefined }
      : { checked: group.value === option.value };
  return (
    <label
      className={clsx(
        "flex min-h-6 items-start gap-2",
        tile &&
          "rounded-lg border border-line-strong/60 bg-surface p-3 has-checked:border-accent-text has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-focus",
        tile && !off && "hover:border-line-strong",
        off && "text-faint",
      )}
    >
      <input
        type="radio"
        name={group.name}
        value={option.value}
        disabled={off}
        {...picked}
        onChange={(event: ChangeEvent<HTMLInputElement>) => group.onChange?.(event.target.value)}
        className={clsx("mt-[0.1875rem] size-4 shrink-0 accent-(--accent)", tile && "focus-visible:outline-none")}
      />
      <span className="min-w-0 flex-1">
        <span className={clsx(tile && "font-medium")}>{option.label}</span>
        {described === undefined ? null : <span className={clsx("block text-sm", off ? "text-faint" : "text-muted")}>{described}</span>}
      </span>
      {option.icon === undefined ? null : <span className="text-muted [&>svg]:size-4">{option.icon}</span>}
    </label>
  );
}
