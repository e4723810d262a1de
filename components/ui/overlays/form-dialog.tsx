"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "../controls/button";
import { Alert } from "../feedback/alert";
import { Dialog, type DialogProps } from "./dialog";

/** Why an act was refused, and what mends it. */
export interface FormFailure {
  readonly title: string;
  readonly advice?: string | undefined;
}

/** How far the act behind a form is: under way, or refused. */
export interface FormAct {
  readonly pending: boolean;
  readonly failure?: FormFailure | undefined;
}

const AT_ONCE: FormAct = { pending: false };

interface Props extends Pick<DialogProps, "title" | "subject" | "help" | "size" | "placement"> {
  children: ReactNode;
  submitLabel: string;
  cancelLabel?: string | undefined;
  onSubmit: () => Promise<void> | void;
  onClose: () => void;
  /** Left out where the act is done at once. */
  act?: FormAct;
  disabled?: boolean;
  /** Another act, or a count, at the start of the footer. */
  beside?: ReactNode;
}

/** A form in a dialog that is open as long as it is rendered: fields, why the act was refused, and the act. */
export function FormDialog({ children, submitLabel, cancelLabel, onSubmit, onClose, act = AT_ONCE, disabled = false, ...rest }: Props) {
  const { pending, failure } = act;
  const t = useTranslations("ui");
  const formId = useId();
  const { beside, ...dialog } = rest;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pending && !disabled) void onSubmit();
  };
  const footer = (
    <>
      {beside === undefined || beside === null ? null : <div className="me-auto self-center">{beside}</div>}
      <Button onClick={onClose}>{cancelLabel ?? t("cancel")}</Button>
      <Button type="submit" form={formId} variant="primary" loading={pending} disabled={disabled}>
        {submitLabel}
      </Button>
    </>
  );
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} footer={footer} {...dialog}>
      <form id={formId} onSubmit={submit} className="space-y-4">
        {children}
        {failure === undefined ? null : (
          <Alert tone="danger" title={failure.title}>
            {failure.advice}
          </Alert>
        )}
      </form>
    </Dialog>
  );
}
