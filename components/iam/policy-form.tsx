"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { createPolicyAction, updatePolicyAction } from "@/lib/policies/actions";
import { type PolicyView, parsePolicy } from "@/lib/policies/model";
import { createPolicyInput } from "@/lib/policies/schemas";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { HelpLinks } from "../help/help-links";
import { Button } from "../ui/controls/button";
import { ButtonLink } from "../ui/controls/link";
import { useListed } from "../ui/data/use-listed";
import { Alert } from "../ui/feedback/alert";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";
import { PolicyEditor } from "./policy-editor";
import { useIamAct } from "./use-iam-act";

interface Props {
  readonly place: ConsolePlace;
  /** Actions a policy may name. */
  readonly actions: readonly string[];
  /** The one to change; left out: a new one. */
  readonly policy?: PolicyView;
}

const FIRST = JSON.stringify({ Version: "1.1", Statement: [{ Effect: "Allow", Action: ["ims:images:get", "ims:images:list"] }] }, null, 2);

/** Writes a custom policy: name, what it is for, and its statements, chosen or typed. */
export function PolicyForm({ place, actions, policy }: Props) {
  const listed = useListed();
  const t = useTranslations("iam");
  const forbidden = useWhyForbidden();
  const router = useRouter();
  const { pending, failure, run } = useIamAct(place);
  const [name, setName] = useState(policy?.name ?? "");
  const [description, setDescription] = useState(policy?.description ?? "");
  const [document, setDocument] = useState(policy?.document ?? FIRST);
  const [tried, setTried] = useState(false);
  const list = hrefIn(place, "/iam/policies");
  const parsed = createPolicyInput.safeParse({ name: name.trim(), description, document });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!parsed.success || "problem" in parsePolicy(document, actions)) return;
    const work =
      policy === undefined ? createPolicyAction(place, parsed.data) : updatePolicyAction(place, { policyId: policy.id, ...parsed.data });
    if (await run(work, t("policies.saved", { name }))) router.push(list);
  };
  const nameWrong = tried && parsed.error?.issues.some(({ path }) => path[0] === "name") === true;
  return (
    <form onSubmit={submit} noValidate className="max-w-5xl space-y-4">
      <PageHeader
        title={policy?.name ?? t("policies.create")}
        crumbs={[
          { label: t("title"), href: hrefIn(place, "/iam") },
          { label: t("tabs.policies"), href: list },
        ]}
        help={<HelpLinks to={["policies", "permissions"]} />}
      />
      {failure === undefined ? null : (
        <Alert tone="danger" title={failure.title}>
          {failure.advice}
        </Alert>
      )}
      <Card>
        <div className="field-row md:grid-cols-2">
          <Field label={t("policies.name")} hint={t("policies.nameHint")} error={nameWrong ? t("problems.name") : undefined}>
            <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
          </Field>
          <Field label={t("policies.description")} optional>
            <Input value={description} onChange={(event) => setDescription(event.target.value)} maxLength={256} autoComplete="off" />
          </Field>
        </div>
        <p className="mt-3 text-muted text-sm">{policy === undefined ? t("noPermission") : grantedTo(policy)}</p>
      </Card>
      <PolicyEditor actions={actions} value={document} onChange={setDocument} />
      <div className="flex justify-end gap-2">
        <ButtonLink href={list}>{t("cancel")}</ButtonLink>
        <Button
          type="submit"
          variant="primary"
          loading={pending}
          disabledReason={forbidden(policy === undefined ? "iam:policies:create" : "iam:policies:update")}
        >
          {t("policies.save")}
        </Button>
      </div>
    </form>
  );

  function grantedTo({ groups }: PolicyView): string {
    return t("policies.grantedToThese", { groups: groups.length > 0 ? listed(groups) : t("policies.notGranted") });
  }
}
