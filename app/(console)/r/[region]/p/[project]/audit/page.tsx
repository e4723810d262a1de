import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TraceTable } from "@/components/audit/trace-table";
import { PageFailure } from "@/components/console/page-failure";
import { ClientMessages } from "@/components/shell/client-messages";
import { listTraces } from "@/lib/audit/queries/list-traces";
import { parseTraceSearch } from "@/lib/audit/schemas";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

/** What was done and refused in the account (REL-09). */
export default async function AuditPage({ params, searchParams }: Props) {
  const filter = parseTraceSearch(await searchParams);
  const read = await readForPage(await params, "/audit", (actor) => listTraces(actor, filter));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <ClientMessages namespaces={["audit"]}>
      <TraceTable page={read.data} filter={filter} />
    </ClientMessages>
  );
}
