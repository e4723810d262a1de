import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { HelpArticle } from "@/components/help/help-article";
import { isHelpTopic } from "@/components/help/help-topics";
import { readArticles } from "@/components/help/read-articles";
import { authorisationItems } from "@/lib/iam/authorisation-items";
import { importLimits } from "@/lib/images/manage/import-limits";
import { copyRoutes } from "@/lib/regions/copy-routes";
import { knownRegions } from "@/lib/regions/known-regions";

type Params = Promise<{ topic: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { topic } = await params;
  const t = await getTranslations("shell");
  return { title: isHelpTopic(topic) ? t(`helpTopics.${topic}`) : t("pages.help") };
}

export default async function PublicHelpTopicPage({ params }: { params: Params }) {
  const { topic } = await params;
  const article = (await readArticles(importLimits())).find((each) => each.topic === topic);
  if (article === undefined) notFound();
  const facts = { regions: knownRegions, items: authorisationItems(), routes: copyRoutes() };
  return <HelpArticle article={article} base="/help" placeBase={undefined} {...facts} />;
}
