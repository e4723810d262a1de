import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { HelpArticle } from "@/components/help/help-article";
import { isHelpTopic } from "@/components/help/help-topics";
import { readArticles } from "@/components/help/read-articles";
import { placeHref } from "@/components/shell/nav-items";
import { authorisationItems } from "@/lib/iam/authorisation-items";
import { importLimits } from "@/lib/images/manage/import-limits";
import { currentActor } from "@/lib/platform/http/actor";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { signedIn } from "@/lib/platform/http/signed-in";
import { copyRoutes } from "@/lib/regions/copy-routes";
import { knownRegions } from "@/lib/regions/known-regions";

type Params = Promise<PlaceParams & { topic: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { topic } = await params;
  const t = await getTranslations("shell");
  return { title: isHelpTopic(topic) ? t(`helpTopics.${topic}`) : t("pages.help") };
}

export default async function HelpTopicPage({ params }: { params: Params }) {
  const { region, project, topic } = await params;
  const article = (await readArticles(importLimits())).find((each) => each.topic === topic);
  if (article === undefined) notFound();
  const place = placeHref({ region, projectId: project }, "");
  const { accountName } = await signedIn(() => currentActor({ regionId: region, projectId: project }), `${place}/help/${topic}`);
  const facts = { regions: knownRegions, items: authorisationItems(), routes: copyRoutes(accountName) };
  return <HelpArticle article={article} base={`${place}/help`} placeBase={place} {...facts} />;
}
