"use client";

import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useId } from "react";

interface FieldControl {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

const FieldContext = createContext<FieldControl | undefined>(undefined);

/** What a control inside `<Field>` must carry to be named and described. Empty outside of one. */
export function useFieldControl(): Partial<FieldControl> {
  return useContext(FieldContext) ?? {};
}

export interface FieldProps {
  label: ReactNode;
  children: ReactNode;
  /** Required is the rule; the exception is marked. */
  optional?: boolean;
  hint?: ReactNode;
  error?: ReactNode;
  /** Words while an answer of the server is awaited ("checking the name…"). */
  pending?: ReactNode;
  /** Id of the control, so that an error summary can link to it. */
  id?: string;
}

/** Label, hint, control and error of one value, wired for readers. Order: label, hint, control, error. */
export function Field({ label, children, optional = false, hint, error, pending, id }: FieldProps) {
  const t = useTranslations("ui");
  const own = useId();
  const control = id ?? own;
  const failed = error !== undefined && error !== null && error !== false && error !== "";
  const parts = [hint ? `${control}-hint` : undefined, failed ? `${control}-error` : undefined].filter((part) => part !== undefined);
  const value: FieldControl = {
    id: control,
    "aria-describedby": parts.length > 0 ? parts.join(" ") : undefined,
    "aria-invalid": failed || undefined,
  };
  return (
    <div className="min-w-0">
      <div>
        <label htmlFor={control} className="font-medium">
          {label}
          {optional ? <span className="ms-1 font-normal text-faint text-sm">{t("optional")}</span> : null}
        </label>
        {hint ? (
          <p id={`${control}-hint`} className="text-muted text-sm">
            {hint}
          </p>
        ) : null}
      </div>
      <div className="min-w-0">
        <div className="mt-1.5">
          <FieldContext value={value}>{children}</FieldContext>
        </div>
        {pending ? (
          <p role="status" className="mt-1 text-muted text-sm">
            {pending}
          </p>
        ) : null}
        {failed ? <FieldError id={`${control}-error`}>{error}</FieldError> : null}
      </div>
    </div>
  );
}

/** Fields side by side where there is room: their controls stand on one line, however long the words above them are. */
export function FieldRow({ columns, children }: { columns: 2 | 3; children: ReactNode }) {
  return <div className={clsx("field-row", columns === 2 ? "sm:grid-cols-2" : "sm:grid-cols-3")}>{children}</div>;
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="mt-1 flex items-start gap-1.5 text-danger text-sm">
      <CircleAlert aria-hidden size={14} className="h-[1lh] shrink-0" />
      <span>{children}</span>
    </p>
  );
}
