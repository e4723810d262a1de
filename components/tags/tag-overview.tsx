"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { tagQueries } from "@/lib/tags/client";
import { formatTag, TAGGED_KINDS, type TaggedKind, type TagUse } from "@/lib/tags/model";
import { hrefIn } from "../console/page-place";
import { ResourceList } from "../console/resource-list";
import { HelpLinks } from "../help/help-links";
import { useRegionName } from "../shell/region-names";
import { Link } from "../ui/controls/link";
import type { Column } from "../ui/data/table-model";
import { useListed } from "../ui/data/use-listed";
import { PredefinedTags } from "./predefined-tags";

/** Where the resources of a kind are listed. */
const LISTS: Readonly<Record<TaggedKind, string>> = {
  images: "/images/private",
  servers: "/servers",
  bareMetal: "/servers/bms",
  volumes: "/volumes",
};

/** Every tag of the account's resources with how often it is used, and the tags kept ready (REL-08). */
export function TagOverview({ place }: { place: ConsolePlace }) {
  const t = useTranslations("manage");
  const query = useQuery(tagQueries.uses(place));
  const columns = useColumns(place);
  const help = (
    <>
      <p>{t("tagPage.help")}</p>
      <HelpLinks to={["tag"]} />
    </>
  );
  return (
    <>
      <ResourceList
        title={t("tagPage.title")}
        caption={t("tagPage.inUse")}
        header={{ help }}
        query={query}
        empty={{ title: t("tagPage.noneInUse") }}
        table={{ columns, rowId: formatTag, rowName: formatTag, skeletonRows: 4 }}
      />
      <div className="mt-6">
        <PredefinedTags place={place} />
      </div>
    </>
  );
}

function useColumns(place: ConsolePlace): readonly Column<TagUse>[] {
  const t = useTranslations("manage");
  const regionName = useRegionName();
  const listed = useListed();
  const nothing = <span className="text-faint">–</span>;
  return [
    { id: "key", header: t("tags.key"), rowHeader: true, cell: ({ key }) => key },
    { id: "value", header: t("tags.value"), cell: ({ value }) => (value === "" ? nothing : value) },
    ...TAGGED_KINDS.map(
      (kind): Column<TagUse> => ({
        id: kind,
        header: t(`tagPage.${kind}`),
        align: "end",
        cell: (use) =>
          use.counts[kind] === 0 ? (
            nothing
          ) : (
            <Link href={hrefIn(place, `${LISTS[kind]}?tags=${encodeURIComponent(formatTag(use))}`)}>{use.counts[kind]}</Link>
          ),
      }),
    ),
    { id: "regions", header: t("tagPage.regions"), cell: ({ regions }) => listed(regions.map(regionName)) },
  ];
}
