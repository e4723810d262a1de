"use client";

import Trash2 from "lucide-react/icons/trash-2";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ServerView } from "@/lib/servers/model";
import { IconButton } from "../ui/controls/icon-button";
import { DeleteServerDialog } from "./delete-server-dialog";

export function ServerRowMenu({ place, server }: { place: ConsolePlace; server: ServerView }) {
  const t = useTranslations("servers");
  const [deleting, setDeleting] = useState(false);
  return (
    <span className="flex justify-end">
      <IconButton label={t("delete.of", { name: server.name })} icon={<Trash2 aria-hidden size={16} />} onClick={() => setDeleting(true)} />
      {deleting ? <DeleteServerDialog place={place} server={server} onClose={() => setDeleting(false)} /> : null}
    </span>
  );
}
