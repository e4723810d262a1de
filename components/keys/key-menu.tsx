"use client";

import ChevronDown from "lucide-react/icons/chevron-down";
import Ellipsis from "lucide-react/icons/ellipsis";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ItemName } from "@/lib/iam/model";
import { KEY_CHANGES, type KeyChange, type KeyView, whyNotChangeable } from "@/lib/keys/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../console/rights";
import { Button } from "../ui/controls/button";
import { IconButton } from "../ui/controls/icon-button";
import { Menu } from "../ui/overlays/menu";
import { ChangeKeyDialog } from "./change-key-dialog";

interface Props {
  readonly place: ConsolePlace;
  readonly item: KeyView;
  /** On the key's own page the menu has a word of its own. */
  readonly labelled?: boolean;
}

const ITEMS: Readonly<Record<KeyChange, ItemName>> = {
  enable: "kms:cmk:enable",
  disable: "kms:cmk:disable",
  rotate: "kms:cmk:rotate",
  scheduleDeletion: "kms:cmk:delete",
  cancelDeletion: "kms:cmk:cancelDeletion",
};

/** What can be done with a key. What its state forbids says why. */
export function KeyMenu({ place, item, labelled = false }: Props) {
  const t = useTranslations("keys");
  const forbidden = useWhyForbidden();
  const [change, setChange] = useState<KeyChange>();
  const offered = KEY_CHANGES.filter((each) => each !== (item.state === "disabled" ? "disable" : "enable")).filter(
    (each) => each !== (item.state === "pendingDeletion" ? "scheduleDeletion" : "cancelDeletion"),
  );
  const items = offered.map((each) => {
    const refusal = whyNotChangeable(item, each);
    const disabledReason = forbidden(ITEMS[each]) ?? (refusal === undefined ? undefined : t(`refusals.${refusal.detail.reason}`));
    const tone = each === "scheduleDeletion" ? { tone: "danger" as const } : {};
    return { id: each, label: t(`changes.${each}.label`), onSelect: () => setChange(each), disabledReason, ...tone };
  });
  return (
    <>
      <Menu
        trigger={
          labelled ? (
            <Button>
              {t("change")}
              <ChevronDown aria-hidden size={16} />
            </Button>
          ) : (
            <IconButton label={t("moreFor", { name: item.name })} tooltip={false} icon={<Ellipsis aria-hidden size={16} />} />
          )
        }
        groups={[{ id: "changes", items }]}
      />
      {change === undefined ? null : <ChangeKeyDialog place={place} item={item} change={change} onClose={() => setChange(undefined)} />}
    </>
  );
}
