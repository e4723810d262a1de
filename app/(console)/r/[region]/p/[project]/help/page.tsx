import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HelpIndex } from "@/components/help/help-index";
import { readArticles } from "@/components/help/read-articles";
import { placeHref } from "@/components/shell/nav-items";
import { importLimits } from "@/lib/images/manage/import-limits";
import type { PlaceParams } from "@/lib/platform/http/place-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("help"))("title") };
}

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<{ q?: string | string[] }>;
}

export default async function HelpPage({ params, searchParams }: Props) {
  const [{ region, project }, { q }] = await Promise.all([params, searchParams]);
  const base = placeHref({ region, projectId: project }, "/help");
  return <HelpIndex articles={await readArticles(importLimits())} base={base} query={[q].flat()[0]?.trim() ?? ""} />;
}
