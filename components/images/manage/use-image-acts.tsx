"use client";

import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { protectImagesAction, restoreImagesAction } from "@/lib/images/actions";
import type { ImageView } from "@/lib/images/model";
import { ITEM_OF } from "@/lib/images/rules/item-of";
import type { ImageAction } from "@/lib/images/rules/rule";
import { whyNot } from "@/lib/images/rules/why-not";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../../console/rights";
import type { MenuGroup, MenuItem } from "../../ui/overlays/menu";
import { useExchangeActions } from "../use-exchange-actions";
import { useRetryImage } from "../use-retry-image";
import { useBulkAct } from "./use-bulk-act";
import { useRefusalWords } from "./use-refusal-words";

const DeleteImagesDialog = lazy(async () => ({ default: (await import("./delete-images-dialog")).DeleteImagesDialog }));
const ModifyImageDrawer = lazy(async () => ({ default: (await import("./modify-image-drawer")).ModifyImageDrawer }));
const TagsDialog = lazy(async () => ({ default: (await import("./tags-dialog")).TagsDialog }));
const RetireDialog = lazy(async () => ({ default: (await import("./retire-dialog")).RetireDialog }));
const PublicImageDialog = lazy(async () => ({ default: (await import("./public-image-dialog")).PublicImageDialog }));

type Open = "modify" | "tags" | "retire" | "delete" | "purge" | "public";

interface Options {
  readonly operator?: boolean;
  /** Where to go once it is deleted. */
  readonly thenHref?: string;
}

/** Everything that can be done with an image, as a menu's groups, and the dialogs behind them; what cannot be done says why. */
export function useImageActs(
  place: ConsolePlace,
  image: ImageView,
  options: Options = {},
): { groups: readonly MenuGroup[]; dialogs: ReactNode } {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  const words = useRefusalWords();
  const forbidden = useWhyForbidden(image);
  const retry = useRetryImage(place);
  const { run } = useBulkAct(place);
  const exchange = useExchangeActions(place, image);
  const [open, setOpen] = useState<Open>();
  const selection = { ids: [image.id] };
  const ask = (id: Open, action: ImageAction, label: string, more: Partial<MenuItem> = {}, item = ITEM_OF[action]): MenuItem => {
    const refusal = whyNot(action, image);
    return {
      id,
      label,
      disabledReason: forbidden(item) ?? (refusal === undefined ? undefined : words(refusal)),
      onSelect: () => setOpen(id),
      ...more,
    };
  };
  const copy = { id: "copy", label: t("actions.copyId"), onSelect: () => void navigator.clipboard.writeText(image.id) };
  const protect = {
    id: "protect",
    label: image.protected ? m("protect.undo") : m("protect.title"),
    disabledReason:
      forbidden(ITEM_OF.protect) ?? (whyNot("protect", image) === undefined ? undefined : words({ code: "imageStatusNotNormal" })),
    onSelect: () =>
      void run(
        () => protectImagesAction(place, { selection, protected: !image.protected }),
        (count) => m(image.protected ? "protect.off" : "protect.on", { count }),
      ),
  };
  const restore = {
    id: "restore",
    label: m("bin.restore"),
    disabledReason: forbidden(ITEM_OF.restore),
    onSelect: () =>
      void run(
        () => restoreImagesAction(place, { selection }),
        (count) => m("bin.restored", { count }),
      ),
  };
  const again =
    whyNot("retry", image) === undefined
      ? [{ id: "retry", label: t("actions.retry"), disabledReason: forbidden(ITEM_OF.retry), onSelect: () => void retry(image) }]
      : [];
  const change = {
    id: "public",
    label: m("public.change"),
    disabledReason: forbidden("ims:publicImages:update"),
    onSelect: () => setOpen("public"),
  };
  const offer = options.operator ? [ask("public", "publish", m("public.publish"), {}, "ims:publicImages:create")] : [];
  return { groups: groupsOf(), dialogs: <Suspense>{dialogs() ?? exchange.dialog}</Suspense> };

  function groupsOf(): MenuGroup[] {
    if (image.recycledAt !== null)
      return [
        { id: "bin", items: [restore, copy] },
        { id: "delete", items: [ask("purge", "purge", m("delete.forGood"), { tone: "danger" })] },
      ];
    if (image.type !== "private")
      return [
        { id: "actions", items: [copy] },
        ...(options.operator && image.type === "public" ? [{ id: "operator", items: [change] }] : []),
      ];
    return [
      {
        id: "actions",
        items: [
          ...again,
          ask("modify", "modify", m("modify.title")),
          ask("tags", "tag", m("tags.title")),
          protect,
          ask("retire", "retire", m("retire.title")),
          ...offer,
        ],
      },
      { id: "exchange", items: exchange.items },
      { id: "copy", items: [copy] },
      { id: "delete", items: [ask("delete", "delete", t("actions.delete"), { tone: "danger" })] },
    ];
  }

  function dialogs(): ReactNode {
    const onClose = () => setOpen(undefined);
    switch (open) {
      case "modify":
        return <ModifyImageDrawer place={place} image={image} onClose={onClose} />;
      case "tags":
        return <TagsDialog place={place} selection={selection} name={image.name} tags={image.tags} onClose={onClose} />;
      case "retire":
        return <RetireDialog place={place} image={image} onClose={onClose} />;
      case "public":
        return <PublicImageDialog place={place} image={image} onClose={onClose} />;
      case "delete":
      case "purge":
        return (
          <DeleteImagesDialog
            place={place}
            selection={selection}
            name={image.name}
            forGood={open === "purge"}
            onClose={onClose}
            {...(options.thenHref === undefined ? {} : { thenHref: options.thenHref })}
          />
        );
      case undefined:
        return null;
    }
  }
}
