"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ServerView } from "@/lib/servers/model";
import { IconButton } from "../ui/controls/icon-button";
import { ServerMenu } from "./server-menu";

export function ServerRowMenu({ place, server }: { place: ConsolePlace; server: ServerView }) {
  const common = useTranslations("common");
  return (
    <span className="flex justify-end">
      <ServerMenu
        place={place}
        server={server}
        trigger={<IconButton label={common("moreFor", { name: server.name })} tooltip={false} icon={<Ellipsis aria-hidden size={16} />} />}
      />
    </span>
  );
}
