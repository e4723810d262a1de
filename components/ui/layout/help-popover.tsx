"use client";

import CircleHelp from "lucide-react/icons/circle-question-mark";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IconButton } from "../controls/icon-button";
import { Popover } from "../overlays/popover";

export function HelpPopover({ children }: { children: ReactNode }) {
  const t = useTranslations("ui");
  return (
    <Popover
      label={t("help")}
      trigger={<IconButton label={t("help")} tooltip={false} icon={<CircleHelp aria-hidden size={16} />} size="sm" />}
    >
      <div className="text-sm">{children}</div>
    </Popover>
  );
}
