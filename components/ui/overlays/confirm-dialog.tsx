"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "../controls/button";
import { Alert } from "../feedback/alert";
import { Field } from "../forms/field";
import { Input } from "../forms/input";
import { Dialog } from "./dialog";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** The exact object: its name. */
  subject?: ReactNode;
  /** Where to read more. */
  help?: ReactNode;
  /** What will happen, one line each, computed by the server. */
  consequences?: readonly ReactNode[] | undefined;
  /** Options such as "also delete backups". */
  children?: ReactNode;
  confirmLabel: string;
  tone?: "primary" | "danger";
  /** Asks for one of these words before the act is possible: the image's name, or "delete". */
  typed?: readonly string[];
  onConfirm: () => Promise<void> | void;
  pending?: boolean;
  /** There is nothing the act could be done to; the dialog says why. */
  disabled?: boolean;
  error?: ReactNode;
}

/** Asks once more before an act. Focus starts on the typed word or on Cancel, never on the act. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, confirmLabel, tone = "danger", typed, pending = false, disabled = false } = props;
  const t = useTranslations("ui");
  const formId = useId();
  const [word, setWord] = useState("");
  const matches = typed === undefined || typed.includes(word.trim());

  const change = (next: boolean) => {
    setWord("");
    onOpenChange(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (matches && !pending && !disabled) void props.onConfirm();
  };
  const footer = (
    <>
      <Button onClick={() => change(false)} autoFocus={typed === undefined}>
        {t("cancel")}
      </Button>
      <Button type="submit" form={formId} variant={tone} loading={pending} disabled={!matches || disabled}>
        {confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onOpenChange={change} title={title} subject={props.subject} help={props.help} footer={footer} size="sm">
      <form id={formId} onSubmit={submit} className="space-y-4">
        {props.consequences === undefined ? null : (
          <ul className={clsx("space-y-1 text-muted", props.consequences.length > 1 && "list-disc ps-5")}>
            {props.consequences.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines never move while the dialog is open and may be any node
              <li key={index}>{line}</li>
            ))}
          </ul>
        )}
        {props.children}
        {typed === undefined ? null : (
          <Field label={t("typeToConfirm", { word: typed[0] ?? "" })}>
            <Input value={word} onChange={(event) => setWord(event.target.value)} autoComplete="off" autoFocus />
          </Field>
        )}
        {props.error === undefined ? null : <Alert tone="danger">{props.error}</Alert>}
      </form>
    </Dialog>
  );
}
