import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HelpIndex } from "@/components/help/help-index";
import { readArticles } from "@/components/help/read-articles";
import { importLimits } from "@/lib/images/manage/import-limits";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("help"))("title") };
}

/** The help for visitors: the same pages as in the console. */
export default async function PublicHelpPage({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const query = [(await searchParams).q].flat()[0]?.trim() ?? "";
  return <HelpIndex articles={await readArticles(importLimits())} base="/help" query={query} />;
}
