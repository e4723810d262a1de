"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { createAccountAction } from "@/lib/iam/actions";
import { createAccountInput } from "@/lib/iam/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { FormDialog } from "../ui/overlays/form-dialog";
import { useIamAct } from "./use-iam-act";

/** For the operator: opens an account with the user who owns it. */
export function CreateAccountDialog({ place, onClose }: { place: ConsolePlace; onClose: () => void }) {
  const t = useTranslations("iam");
  const act = useIamAct(place);
  const [form, setForm] = useState({ name: "", ownerName: "", password: "" });
  const [tried, setTried] = useState(false);
  const parsed = createAccountInput.safeParse(form);
  const errorOf = (field: keyof typeof form) => {
    const wrong = tried && parsed.error?.issues.some(({ path }) => path[0] === field);
    return wrong ? t(field === "password" ? "problems.password" : "problems.name") : undefined;
  };
  const submit = async () => {
    setTried(true);
    if (parsed.success && (await act.run(createAccountAction(place, parsed.data), t("accounts.created", { name: form.name })))) onClose();
  };
  const input = (field: keyof typeof form, type: "text" | "password" = "text") => (
    <Input
      type={type}
      value={form[field]}
      autoComplete={type === "password" ? "new-password" : "off"}
      onChange={(event) => setForm({ ...form, [field]: event.target.value })}
    />
  );
  return (
    <FormDialog title={t("accounts.create")} submitLabel={t("accounts.create")} onSubmit={submit} onClose={onClose} act={act}>
      <p className="text-muted">{t("accounts.help")}</p>
      <Field label={t("accounts.name")} hint={t("users.nameHint")} error={errorOf("name")}>
        {input("name")}
      </Field>
      <Field label={t("accounts.ownerName")} error={errorOf("ownerName")}>
        {input("ownerName")}
      </Field>
      <Field label={t("users.password")} hint={t("users.passwordHint")} error={errorOf("password")}>
        {input("password", "password")}
      </Field>
    </FormDialog>
  );
}
