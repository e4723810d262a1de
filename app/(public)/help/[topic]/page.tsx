import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { HelpArticle } from "@/components/help/help-article";
import { isHelpTopic } from "@/components/help/help-topics";
import { readArticles } from "@/components/help/read-articles";
import { authorisationItems } from "@/lib/iam/authorisation-items";
import { knownRegions } from "@/lib/regions/known-regions";

type Params = Promise<{ topic: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { topic } = await params;
  const t = await getTranslations("shell");
  return { title: isHelpTopic(topic) ? t(`helpTopics.${topic}`) : t("pages.help") };
}

export default async function PublicHelpTopicPage({ params }: { params: Params }) {
  const { topic } = await params;
  const article = (await readArticles()).find((each) => each.topic === topic);
  if (article === undefined) notFound();
  return <HelpArticle article={article} base="/help" placeBase={undefined} regions={knownRegions} items={authorisationItems()} />;
}
