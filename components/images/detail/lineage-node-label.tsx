"use client";

import Archive from "lucide-react/icons/archive";
import Box from "lucide-react/icons/box";
import FileIcon from "lucide-react/icons/file";
import Server from "lucide-react/icons/server";
import { useTranslations } from "next-intl";
import type { LineageNode } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../../console/page-place";
import { useRegionName } from "../../shell/region-names";
import { Link } from "../../ui/controls/link";

const ICONS = { image: Box, server: Server, backup: Archive, file: FileIcon } as const;

/** Sign, name and kind of a thing in the ancestry; a link where there is something to see in this region. */
export function LineageNodeLabel({ place, node, current }: { place: ConsolePlace; node: LineageNode; current: boolean }) {
  const t = useTranslations("manage");
  const images = useTranslations("images");
  const regionName = useRegionName();
  const Icon = ICONS[node.kind];
  const name = node.name ?? t("lineage.unseen");
  const href = hrefOf(place, node);
  const note = node.image === null ? t(`lineage.kinds.${node.kind}`) : images(`kinds.${node.image.kind}`);
  const elsewhere = node.image !== null && node.image.regionId !== place.regionId ? ` · ${regionName(node.image.regionId)}` : "";
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Icon aria-hidden size={14} className="shrink-0 text-muted" />
      <span className="min-w-0">
        {current || href === undefined ? (
          <span
            aria-current={current ? "true" : undefined}
            className={current ? "block truncate font-semibold" : "block truncate"}
            title={name}
          >
            {name}
          </span>
        ) : (
          <Link href={href} className="block truncate" title={name}>
            {name}
          </Link>
        )}
        <span className="block truncate text-faint text-xs">
          {note}
          {elsewhere}
        </span>
      </span>
    </span>
  );
}

function hrefOf(place: ConsolePlace, { kind, id, name, image }: LineageNode): string | undefined {
  if (kind === "server" && name !== null) return hrefIn(place, `/servers/${id}`);
  if (kind !== "image" || image === null || image.regionId !== place.regionId) return undefined;
  return hrefIn(place, `/images/${image.type}/${id}`);
}
