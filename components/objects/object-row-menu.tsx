"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type ObjectView, objectDownloadPath } from "@/lib/objects/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ErrorCode } from "@/lib/platform/errors";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { useErrorWords } from "../shell/error-words";
import { IconButton } from "../ui/controls/icon-button";
import { ButtonLink } from "../ui/controls/link";
import { RowActions } from "../ui/data/row-actions";
import { Menu } from "../ui/overlays/menu";
import { DeleteObjectDialog } from "./delete-dialogs";

/** What can be done with a file. One that cannot become an image says why. */
export function ObjectRowMenu({ place, object }: { place: ConsolePlace; object: ObjectView }) {
  const t = useTranslations("objects");
  const words = useErrorWords();
  const forbidden = useWhyForbidden();
  const [deleting, setDeleting] = useState(false);
  const { inspection } = object;
  const refused = inspection?.state === "refused" ? words(inspection.code as ErrorCode).title : undefined; // written by the worker from the error table
  const registerHref = hrefIn(place, `/images/private/create?object=${object.id}`);
  const items = [
    ...(refused === undefined ? [] : [{ id: "register", label: t("actions.register"), disabledReason: refused }]),
    {
      id: "download",
      label: t("actions.download"),
      disabledReason: forbidden("obs:objects:get"),
      onSelect: () => window.location.assign(objectDownloadPath(place, object.id)),
    },
    {
      id: "delete",
      label: t("actions.delete"),
      tone: "danger" as const,
      disabledReason: forbidden("obs:objects:delete"),
      onSelect: () => setDeleting(true),
    },
  ];
  return (
    <>
      <RowActions
        main={
          refused === undefined ? (
            <ButtonLink size="sm" href={registerHref} disabledReason={forbidden("ims:serverImages:create")}>
              {t("actions.register")}
            </ButtonLink>
          ) : null
        }
        menu={
          <Menu
            trigger={
              <IconButton label={t("actions.moreFor", { name: object.name })} tooltip={false} icon={<Ellipsis aria-hidden size={16} />} />
            }
            groups={[{ id: "actions", items }]}
          />
        }
      />
      {deleting ? <DeleteObjectDialog place={place} object={object} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}
