"use client";

import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { deletePolicyAction } from "@/lib/policies/actions";
import type { PolicyView } from "@/lib/policies/model";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { HelpLinks } from "../help/help-links";
import { Button } from "../ui/controls/button";
import { ButtonLink, Link } from "../ui/controls/link";
import { DataTable } from "../ui/data/data-table";
import { RowActions } from "../ui/data/row-actions";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { useListed } from "../ui/data/use-listed";
import { EmptyState } from "../ui/feedback/empty-state";
import { PageHeader } from "../ui/layout/page-header";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";
import { IamTabs } from "./iam-tabs";
import { useIamAct } from "./use-iam-act";

export function PolicyList({ place, policies }: { place: ConsolePlace; policies: readonly PolicyView[] }) {
  const t = useTranslations("iam");
  const forbidden = useWhyForbidden();
  const [deleting, setDeleting] = useState<PolicyView>();
  const columns = useColumns(place);
  const help = (
    <>
      <p>{t("policies.help")}</p>
      <HelpLinks to={["policies", "permissions"]} />
    </>
  );
  const create = (
    <ButtonLink
      variant="primary"
      href={hrefIn(place, "/iam/policies/create")}
      icon={<Plus aria-hidden size={16} />}
      disabledReason={forbidden("iam:policies:create")}
    >
      {t("policies.create")}
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title={t("title")} help={help} actions={create} />
      <IamTabs place={place} />
      <DataTable
        caption={t("tabs.policies")}
        columns={columns}
        rows={policies}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        rowActions={(policy) => (
          <RowActions
            main={
              <Button size="sm" variant="dangerQuiet" disabledReason={forbidden("iam:policies:delete")} onClick={() => setDeleting(policy)}>
                {t("policies.delete")}
              </Button>
            }
          />
        )}
        empty={
          <EmptyState kind="nothing" title={t("policies.emptyTitle")} actions={create}>
            {t("policies.emptyBody")}
          </EmptyState>
        }
      />
      {deleting === undefined ? null : <DeletePolicyDialog place={place} policy={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  );
}

function useColumns(place: ConsolePlace): readonly Column<PolicyView>[] {
  const listed = useListed();
  const t = useTranslations("iam.policies");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("name"),
        rowHeader: true,
        cell: ({ id, name }) => (
          <Link href={hrefIn(place, `/iam/policies/${id}`)} className="wrap-anywhere font-medium">
            {name}
          </Link>
        ),
      },
      { id: "description", header: t("description"), cell: ({ description }) => description || "–" },
      {
        id: "groups",
        header: t("grantedTo"),
        cell: ({ groups }) => (groups.length > 0 ? listed(groups) : <span className="text-muted">{t("notGranted")}</span>),
      },
      { id: "updatedAt", header: t("updatedAt"), noWrap: true, cell: ({ updatedAt }) => <Timestamp value={updatedAt} /> },
    ],
    [place, t, listed],
  );
}

function DeletePolicyDialog({ place, policy, onClose }: { place: ConsolePlace; policy: PolicyView; onClose: () => void }) {
  const listed = useListed();
  const t = useTranslations("iam.policies");
  const { pending, failure, run } = useIamAct(place);
  const { id: policyId, name, groups, document } = policy;
  const denies = document.includes('"Deny"');
  const confirm = async () => {
    if (await run(deletePolicyAction(place, { policyId }), t("deleted", { name }))) onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("deleteTitle")}
      subject={name}
      consequences={[t("deleteGroups", { count: groups.length, names: listed(groups) }), ...(denies ? [t("deleteDeny")] : [])]}
      confirmLabel={t("delete")}
      onConfirm={confirm}
      pending={pending}
      error={failure && `${failure.title} ${failure.advice}`}
    />
  );
}
