"use client";

import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { deleteGrantAction, removeGroupMemberAction } from "@/lib/iam/actions";
import type { GroupView } from "@/lib/iam/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { useRegionName } from "../shell/region-names";
import { Button } from "../ui/controls/button";
import { IconButton } from "../ui/controls/icon-button";
import { Link } from "../ui/controls/link";
import { Alert } from "../ui/feedback/alert";
import { Card } from "../ui/layout/card";
import { GrantDialog } from "./grant-dialog";
import { AddMemberDialog, DeleteGroupDialog } from "./group-dialogs";
import type { Grantable } from "./group-list";
import { useIamAct } from "./use-iam-act";

interface Props {
  readonly place: ConsolePlace;
  readonly group: GroupView;
  readonly grantable: Grantable;
}

/** A user group: who is in it, and what that gives. */
export function GroupCard({ place, group, grantable }: Props) {
  const t = useTranslations("iam.groups");
  const forbidden = useWhyForbidden();
  const regionName = useRegionName();
  const { pending, failure, run } = useIamAct(place);
  const [dialog, setDialog] = useState<"member" | "grant" | "delete">();
  const close = () => setDialog(undefined);
  const actions = (
    <span className="flex flex-wrap gap-2">
      <Button size="sm" disabledReason={forbidden("iam:groups:update")} onClick={() => setDialog("member")}>
        {t("addMember")}
      </Button>
      <Button size="sm" disabledReason={forbidden("iam:grants:create")} onClick={() => setDialog("grant")}>
        {t("grant")}
      </Button>
      <Button size="sm" variant="dangerQuiet" disabledReason={forbidden("iam:groups:delete")} onClick={() => setDialog("delete")}>
        {t("delete")}
      </Button>
    </span>
  );
  const cross = <X aria-hidden size={14} />;
  return (
    <Card title={group.name} actions={actions}>
      {failure === undefined ? null : (
        <div className="mb-3">
          <Alert tone="danger" title={failure.title}>
            {failure.advice}
          </Alert>
        </div>
      )}
      <div className="grid gap-6 md:grid-cols-2">
        <section aria-label={t("members")}>
          <h3 className="mb-1 font-medium text-muted text-sm">{t("members")}</h3>
          {group.members.length === 0 ? <p>{t("noMembers")}</p> : null}
          <ul>
            {group.members.map(({ id: userId, name }) => (
              <li key={userId} className="flex min-h-8 items-center justify-between gap-2 border-line border-b last:border-0">
                <span className="wrap-anywhere">{name}</span>
                <IconButton
                  label={t("removeMember", { name })}
                  icon={cross}
                  disabled={pending}
                  disabledReason={forbidden("iam:groups:update")}
                  onClick={() => void run(removeGroupMemberAction(place, { groupId: group.id, userId }), t("removed", { name }))}
                />
              </li>
            ))}
          </ul>
        </section>
        <section aria-label={t("grants")}>
          <h3 className="mb-1 font-medium text-muted text-sm">{t("grants")}</h3>
          {group.grants.length === 0 ? <p>{t("noGrants")}</p> : null}
          <ul>
            {group.grants.map(({ id: grantId, name, policyId, regionId }) => (
              <li key={grantId} className="flex min-h-8 items-center justify-between gap-2 border-line border-b last:border-0">
                <span className="min-w-0">
                  {policyId === null ? name : <Link href={hrefIn(place, `/iam/policies/${policyId}`)}>{name}</Link>}{" "}
                  <span className="text-muted text-sm">{regionId === null ? t("allProjects") : regionName(regionId)}</span>
                </span>
                <IconButton
                  label={t("revoke", { name })}
                  icon={cross}
                  disabled={pending}
                  disabledReason={forbidden("iam:grants:delete")}
                  onClick={() => void run(deleteGrantAction(place, { grantId }), t("revoked", { name }))}
                />
              </li>
            ))}
          </ul>
        </section>
      </div>
      {dialog === "member" ? <AddMemberDialog place={place} group={group} users={grantable.users} onClose={close} /> : null}
      {dialog === "grant" ? <GrantDialog place={place} group={group} grantable={grantable} onClose={close} /> : null}
      {dialog === "delete" ? <DeleteGroupDialog place={place} group={group} onClose={close} /> : null}
    </Card>
  );
}
