"use client";

import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { revokeSessionsAction, setUserEnabledAction } from "@/lib/iam/actions";
import type { UserView } from "@/lib/iam/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../console/rights";
import { HelpLinks } from "../help/help-links";
import { Button } from "../ui/controls/button";
import { Badge } from "../ui/data/badge";
import { DataTable } from "../ui/data/data-table";
import { RowActions } from "../ui/data/row-actions";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { useListed } from "../ui/data/use-listed";
import { PageHeader } from "../ui/layout/page-header";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";
import { CreateAccountDialog } from "./create-account-dialog";
import { CreateUserDialog } from "./create-user-dialog";
import { IamTabs } from "./iam-tabs";
import { useIamAct } from "./use-iam-act";

interface Props {
  readonly place: ConsolePlace;
  readonly users: readonly UserView[];
  /** Runs the platform, and so opens accounts. */
  readonly operator: boolean;
}

export function UserList({ place, users, operator }: Props) {
  const t = useTranslations("iam");
  const forbidden = useWhyForbidden();
  const [creating, setCreating] = useState(false);
  const [opening, setOpening] = useState(false);
  const [leaving, setLeaving] = useState<UserView>();
  const [changing, setChanging] = useState<UserView>();
  const columns = useColumns();
  const help = (
    <>
      <p>{t("users.help")}</p>
      <HelpLinks to={["permissions"]} />
    </>
  );
  const create = (
    <>
      {operator ? (
        <Button disabledReason={forbidden("iam:accounts:create")} onClick={() => setOpening(true)}>
          {t("accounts.create")}
        </Button>
      ) : null}
      <Button
        variant="primary"
        icon={<Plus aria-hidden size={16} />}
        disabledReason={forbidden("iam:users:create")}
        onClick={() => setCreating(true)}
      >
        {t("users.create")}
      </Button>
    </>
  );
  return (
    <>
      <PageHeader title={t("title")} help={help} actions={create} />
      <IamTabs place={place} />
      <DataTable
        caption={t("tabs.users")}
        columns={columns}
        rows={users}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        rowActions={(user) => (
          <RowActions
            main={
              <>
                <Button size="sm" disabledReason={forbidden("iam:users:update")} onClick={() => setLeaving(user)}>
                  {t("users.signOut")}
                </Button>
                {user.accountOwner ? null : (
                  <Button size="sm" disabledReason={forbidden("iam:users:update")} onClick={() => setChanging(user)}>
                    {t(user.enabled ? "users.stop" : "users.allow")}
                  </Button>
                )}
              </>
            }
          />
        )}
      />
      {creating ? <CreateUserDialog place={place} onClose={() => setCreating(false)} /> : null}
      {opening ? <CreateAccountDialog place={place} onClose={() => setOpening(false)} /> : null}
      {leaving === undefined ? null : <SignOutDialog place={place} user={leaving} onClose={() => setLeaving(undefined)} />}
      {changing === undefined ? null : <EnableDialog place={place} user={changing} onClose={() => setChanging(undefined)} />}
    </>
  );
}

function useColumns(): readonly Column<UserView>[] {
  const listed = useListed();
  const t = useTranslations("iam.users");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("name"),
        rowHeader: true,
        cell: (user) => (
          <span className="inline-flex flex-wrap items-center gap-2">
            <span className="wrap-anywhere font-medium">{user.name}</span>
            {user.accountOwner ? <Badge>{t("owner")}</Badge> : null}
          </span>
        ),
      },
      {
        id: "state",
        header: t("state"),
        cell: ({ enabled }) => <Status tone={enabled ? "ok" : "neutral"}>{t(enabled ? "enabled" : "disabled")}</Status>,
      },
      {
        id: "groups",
        header: t("groups"),
        cell: ({ accountOwner, groups }) =>
          accountOwner ? t("everything") : groups.length > 0 ? listed(groups) : <span className="text-muted">{t("none")}</span>,
      },
      {
        id: "lastSignIn",
        header: t("lastSignIn"),
        cell: ({ lastSignInAt }) => (lastSignInAt === null ? t("never") : <Timestamp value={lastSignInAt} />),
      },
    ],
    [t, listed],
  );
}

function SignOutDialog({ place, user, onClose }: { place: ConsolePlace; user: UserView; onClose: () => void }) {
  const t = useTranslations("iam.users");
  const { pending, failure, run } = useIamAct(place);
  const { name, id: userId } = user;
  const confirm = async () => {
    if (await run(revokeSessionsAction(place, { userId }), t("signedOut", { name }))) onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("signOutTitle")}
      subject={name}
      consequences={[t("stopNow")]}
      confirmLabel={t("signOut")}
      onConfirm={confirm}
      pending={pending}
      error={failure && `${failure.title} ${failure.advice}`}
    />
  );
}

function EnableDialog({ place, user, onClose }: { place: ConsolePlace; user: UserView; onClose: () => void }) {
  const t = useTranslations("iam.users");
  const { pending, failure, run } = useIamAct(place);
  const { name, id: userId, enabled } = user;
  const confirm = async () => {
    const work = setUserEnabledAction(place, { userId, enabled: !enabled });
    if (await run(work, t(enabled ? "stopped" : "allowed", { name }))) onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={enabled ? t("stopTitle") : t("allow")}
      subject={name}
      {...(enabled ? { consequences: [t("stopNow"), t("stopKeeps")] } : {})}
      confirmLabel={t(enabled ? "stop" : "allow")}
      tone={enabled ? "danger" : "primary"}
      onConfirm={confirm}
      pending={pending}
      error={failure && `${failure.title} ${failure.advice}`}
    />
  );
}
