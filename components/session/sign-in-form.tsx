"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/controls/button";
import { Alert } from "../ui/feedback/alert";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";

const FAILURES = ["unauthenticated", "accountLocked", "internal"] as const;
type Failure = (typeof FAILURES)[number];

/** Account, user and password. A failed try keeps what was typed and says what to do. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("session");
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure>();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    setPending(true);
    setFailure(undefined);
    const credentials = { account: text("account"), user: text("user"), password: String(form.get("password") ?? "") };
    const result = await signIn("credentials", { ...credentials, redirect: false }).catch(() => undefined);
    if (result?.ok === true) {
      window.location.assign(next); // a full load, so that nothing of an earlier user stays in memory
      return;
    }
    setPending(false);
    setFailure(FAILURES.find((code) => code === result?.error) ?? "internal");
  };

  return (
    <form onSubmit={submit} className="space-y-4">
      {failure === undefined ? null : (
        <Alert tone="danger" title={t(`failures.${failure}.title`)}>
          {t(`failures.${failure}.advice`)}
        </Alert>
      )}
      <Field label={t("account")}>
        <Input name="account" required autoComplete="organization" autoFocus />
      </Field>
      <Field label={t("user")}>
        <Input name="user" required autoComplete="username" />
      </Field>
      <Field label={t("password")}>
        <Input name="password" type="password" required autoComplete="current-password" />
      </Field>
      <Button type="submit" variant="primary" loading={pending} className="w-full">
        {t("submit")}
      </Button>
    </form>
  );
}
