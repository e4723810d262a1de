"use client";

import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { ImageView } from "@/lib/images/model";
import { ITEM_OF } from "@/lib/images/rules/item-of";
import type { ImageAction } from "@/lib/images/rules/rule";
import { whyNot } from "@/lib/images/rules/why-not";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../console/rights";
import { useErrorWords } from "../shell/error-words";
import type { MenuItem } from "../ui/overlays/menu";

/** Each is fetched when it first opens. */
const DIALOGS = {
  share: lazy(() => import("../members/share-dialog")),
  copy: lazy(() => import("../copies/copy-dialog")),
  export: lazy(() => import("../exports/export-dialog")),
  publish: lazy(() => import("../market/publish-dialog")),
  withdraw: lazy(() => import("../market/withdraw-dialog")),
} as const;
type DialogName = keyof typeof DIALOGS;

/** Ways an image gets out of its project: possible when one of these actions is. */
const ACTIONS: Readonly<Record<DialogName, readonly ImageAction[]>> = {
  share: ["share"],
  copy: ["copyInRegion", "copyAcrossRegions"],
  export: ["export", "quickExport"],
  publish: ["publish"],
  withdraw: ["withdraw"],
};

/** Menu items to share, copy, export and publish an image of one's own, those that cannot be done with the reason, and the dialog that is open. */
export function useExchangeActions(place: ConsolePlace, image: ImageView): { items: readonly MenuItem[]; dialog: ReactNode } {
  const t = useTranslations("exchange.actions");
  const words = useErrorWords();
  const forbidden = useWhyForbidden(image);
  const [open, setOpen] = useState<DialogName>();
  if (image.type !== "private") return { items: [], dialog: null };
  // Copies of it that run make another one wait, and the dialog says so.
  const idle = { ...image, busyWith: [] };
  const names: readonly DialogName[] = ["share", "copy", "export", image.state === "published" ? "withdraw" : "publish"];
  const items = names.map((name) => {
    const reasons = ACTIONS[name].map((action) => {
      const refusal = whyNot(action, idle);
      return forbidden(ITEM_OF[action]) ?? (refusal === undefined ? undefined : words(refusal.code).title);
    });
    return {
      id: name,
      label: t(name),
      disabledReason: reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined,
      onSelect: () => setOpen(name),
    };
  });
  const Dialog = open === undefined ? undefined : DIALOGS[open];
  const dialog =
    Dialog === undefined ? null : (
      <Suspense>
        <Dialog place={place} image={image} onClose={() => setOpen(undefined)} />
      </Suspense>
    );
  return { items, dialog };
}
