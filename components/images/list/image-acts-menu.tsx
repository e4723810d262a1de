"use client";

import type { ReactElement } from "react";
import type { ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import MenuContent from "../../ui/overlays/menu-content";
import type { TriggerProps } from "../../ui/overlays/on-demand";
import { useImageActs } from "../manage/use-image-acts";

interface Props {
  trigger: ReactElement<TriggerProps>;
  place: ConsolePlace;
  image: ImageView;
  operator: boolean;
}

/** The open menu of an image in a list, and the dialogs behind it. */
export default function ImageActsMenu({ trigger, place, image, operator }: Props) {
  const { groups, dialogs } = useImageActs(place, image, { operator });
  return (
    <>
      <MenuContent trigger={trigger} groups={groups} />
      {dialogs}
    </>
  );
}
