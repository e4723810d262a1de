"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { tagQueries } from "@/lib/tags/client";
import { formatTag, TAGGED_KINDS, type TaggedKind, type TagUse } from "@/lib/tags/model";
import { hrefIn } from "../console/page-place";
import { useReadFailure } from "../console/use-read-failure";
import { HelpLinks } from "../help/help-links";
import { useRegionName } from "../shell/region-names";
import { Link } from "../ui/controls/link";
import { DataTable } from "../ui/data/data-table";
import type { Column } from "../ui/data/table-model";
import { EmptyState } from "../ui/feedback/empty-state";
import { PageHeader } from "../ui/layout/page-header";
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
  const regionName = useRegionName();
  const { data = [], error, isPending, refetch } = useQuery(tagQueries.uses(place));
  const failure = useReadFailure(error, refetch);
  const columns: Column<TagUse>[] = [
    { id: "key", header: t("tags.key"), rowHeader: true, cell: ({ key }) => key },
    { id: "value", header: t("tags.value"), cell: ({ value }) => (value === "" ? <span className="text-faint">–</span> : value) },
    ...TAGGED_KINDS.map(
      (kind): Column<TagUse> => ({
        id: kind,
        header: t(`tagPage.${kind}`),
        align: "end",
        cell: (use) =>
          use.counts[kind] === 0 ? (
            <span className="text-faint">–</span>
          ) : (
            <Link href={hrefIn(place, `${LISTS[kind]}?tags=${encodeURIComponent(formatTag(use))}`)}>{use.counts[kind]}</Link>
          ),
      }),
    ),
    { id: "regions", header: t("tagPage.regions"), cell: ({ regions }) => regions.map(regionName).join(", ") },
  ];
  return (
    <>
      <PageHeader
        title={t("tagPage.title")}
        help={
          <>
            <p>{t("tagPage.help")}</p>
            <HelpLinks to={["tag"]} />
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <section aria-labelledby="tags-in-use">
          <h2 id="tags-in-use" className="mb-2 font-medium">
            {t("tagPage.inUse")}
          </h2>
          <DataTable
            caption={t("tagPage.inUse")}
            columns={columns}
            rows={data}
            rowId={formatTag}
            rowName={formatTag}
            state={isPending ? "loading" : "ready"}
            skeletonRows={4}
            empty={<EmptyState kind="nothing" title={t("tagPage.noneInUse")} />}
            error={failure}
          />
        </section>
        <PredefinedTags place={place} />
      </div>
    </>
  );
}
