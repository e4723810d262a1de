"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import { useTranslations } from "next-intl";
import { lazy, memo } from "react";
import type { ImageView } from "@/lib/images/model";
import { whyNot } from "@/lib/images/rules/why-not";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { IconButton } from "../ui/controls/icon-button";
import { ButtonLink } from "../ui/controls/link";
import { RowActions } from "../ui/data/row-actions";
import { OnDemand } from "../ui/overlays/on-demand";

const load = () => import("./list/image-acts-menu");
const ImageActsMenu = lazy(load);

interface Props {
  place: ConsolePlace;
  image: ImageView;
  /** Runs the platform: may offer images to everybody. */
  operator?: boolean;
}

/**
 * What can be done with an image: the main act as a button, the rest in a menu; what cannot be done says why. A hundred of them stand on a
 * page: nothing asks the rules of the other acts before its menu opens.
 */
export const ImageRowMenu = memo(function ImageRowMenu({ place, image, operator = false }: Props) {
  const t = useTranslations("images");
  const common = useTranslations("common");
  const forbidden = useWhyForbidden(image);
  const bootable = image.recycledAt === null && whyNot("createServer", image) === undefined;
  const main = bootable ? (
    <ButtonLink size="sm" href={hrefIn(place, `/servers/create?image=${image.id}`)} disabledReason={forbidden("ecs:servers:create")}>
      {t("actions.applyServer")}
    </ButtonLink>
  ) : whyNot("createVolume", image) === undefined ? (
    <ButtonLink size="sm" href={hrefIn(place, `/volumes?image=${image.id}`)} disabledReason={forbidden("evs:volumes:create")}>
      {t("actions.createDisk")}
    </ButtonLink>
  ) : null;
  const trigger = <IconButton label={common("moreFor", { name: image.name })} tooltip={false} icon={<Ellipsis aria-hidden size={16} />} />;
  const menu = (
    <OnDemand trigger={trigger} popup="menu" load={load}>
      <ImageActsMenu trigger={trigger} place={place} image={image} operator={operator} />
    </OnDemand>
  );
  return <RowActions main={main} menu={menu} />;
});
