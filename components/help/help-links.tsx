"use client";

import { useParams } from "next/navigation";
import { useTranslations } from "next-intl";
import type { PricedService } from "@/lib/pricing/model";
import { placeHref } from "../shell/nav-items";
import { OutLink } from "../ui/controls/link";
import type { HelpTopic } from "./help-topics";

/** Help opens beside what one does, so that nothing typed is lost. The page of a topic: within the project one is in, or the public one. */
function useHelpHref(): (topic: HelpTopic) => string {
  const { region, project } = useParams<{ region?: string; project?: string }>();
  return (topic) =>
    region === undefined || project === undefined
      ? `/help/${topic}`
      : placeHref({ region: decodeURIComponent(region), projectId: decodeURIComponent(project) }, `/help/${topic}`);
}

/** The price of a service on the page of costs (FEE-14); nothing outside of a project. */
export function PriceLink({ service }: { service: PricedService }) {
  const t = useTranslations("shell");
  const { region, project } = useParams<{ region?: string; project?: string }>();
  if (region === undefined || project === undefined) return null;
  const place = { region: decodeURIComponent(region), projectId: decodeURIComponent(project) };
  return (
    <span className="whitespace-nowrap">
      <OutLink href={placeHref(place, `/costs#${service}`)}>{t("prices", { service: service.toUpperCase() })}</OutLink>
    </span>
  );
}

/** "Learn more: …" in a line of prose, a hint or an alert. */
export function HelpLink({ to }: { to: HelpTopic }) {
  const t = useTranslations("shell");
  const href = useHelpHref();
  return (
    <span className="inline-block text-sm">
      <OutLink href={href(to)}>{t("learnMore", { topic: t(`helpTopics.${to}`) })}</OutLink>
    </span>
  );
}

/** The guides that belong to a page, under what its help says. */
export function HelpLinks({ to }: { to: readonly HelpTopic[] }) {
  const t = useTranslations("shell");
  const href = useHelpHref();
  return (
    <ul className="mt-2 space-y-1">
      {to.map((topic) => (
        <li key={topic}>
          <OutLink href={href(topic)}>{t(`helpTopics.${topic}`)}</OutLink>
        </li>
      ))}
    </ul>
  );
}
