import { useTranslations } from "next-intl";
import type { RecipientOutcome } from "@/lib/members/model";
import { Status } from "../ui/data/status";

/** What became of each recipient, those that failed first. */
export function OutcomeList({ outcomes }: { outcomes: readonly RecipientOutcome[] }) {
  const t = useTranslations("exchange.share");
  const isAdded = ({ outcome }: RecipientOutcome) => outcome === "added" || outcome === "invitedAgain";
  const sorted = [...outcomes].sort((a, b) => Number(isAdded(a)) - Number(isAdded(b)));
  return (
    <section aria-label={t("results")}>
      <h3 className="font-medium">{t("results")}</h3>
      <ul className="mt-1 divide-y divide-line rounded-md border border-line">
        {sorted.map((each) => (
          <li key={each.recipient} className="flex flex-wrap items-baseline justify-between gap-x-4 px-3 py-1.5 text-sm">
            <span className="wrap-anywhere min-w-0">{each.recipient}</span>
            <Status tone={isAdded(each) ? "ok" : "warning"}>{t(`outcomes.${each.outcome}`)}</Status>
          </li>
        ))}
      </ul>
    </section>
  );
}
