"use client";

import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { GroupView } from "@/lib/iam/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../console/rights";
import { HelpLinks } from "../help/help-links";
import { Button } from "../ui/controls/button";
import { EmptyState } from "../ui/feedback/empty-state";
import { PageHeader } from "../ui/layout/page-header";
import { GroupCard } from "./group-card";
import { CreateGroupDialog } from "./group-dialogs";
import { IamTabs } from "./iam-tabs";

/** What may be put into groups and granted to them. */
export interface Grantable {
  readonly users: readonly { readonly id: string; readonly name: string }[];
  readonly system: readonly { readonly name: string; readonly dependsOn: readonly string[] }[];
  readonly policies: readonly { readonly id: string; readonly name: string }[];
  readonly projects: readonly { readonly id: string; readonly regionId: string }[];
}

export function GroupList({ place, groups, grantable }: { place: ConsolePlace; groups: readonly GroupView[]; grantable: Grantable }) {
  const t = useTranslations("iam");
  const forbidden = useWhyForbidden();
  const [creating, setCreating] = useState(false);
  const help = (
    <>
      <p>{t("groups.help")}</p>
      <HelpLinks to={["permissions"]} />
    </>
  );
  const create = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden size={16} />}
      disabledReason={forbidden("iam:groups:create")}
      onClick={() => setCreating(true)}
    >
      {t("groups.create")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} help={help} actions={create} />
      <IamTabs place={place} />
      {groups.length === 0 ? (
        <EmptyState kind="nothing" title={t("groups.emptyTitle")} actions={create}>
          {t("groups.emptyBody")}
        </EmptyState>
      ) : (
        <div className="space-y-4">
          {groups.map((group) => (
            <GroupCard key={group.id} place={place} group={group} grantable={grantable} />
          ))}
        </div>
      )}
      {creating ? <CreateGroupDialog place={place} onClose={() => setCreating(false)} /> : null}
    </>
  );
}
