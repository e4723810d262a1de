import { useTranslations } from "next-intl";
import type { WaitingShares } from "@/lib/members/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useRegionName } from "../shell/region-names";
import { ButtonLink, Link } from "../ui/controls/link";
import { Alert } from "../ui/feedback/alert";

/** Says that shares wait for an answer, here and in other regions. */
export function ReceivedBanner({
  place,
  waiting,
  reviewHref,
}: {
  place: ConsolePlace;
  waiting: readonly WaitingShares[];
  reviewHref: string | undefined;
}) {
  const t = useTranslations("exchange.received");
  const regionName = useRegionName();
  const here = waiting.find(({ projectId }) => projectId === place.projectId)?.count ?? 0;
  const elsewhere = waiting.filter(({ projectId }) => projectId !== place.projectId);
  const showHere = here > 0 && reviewHref !== undefined;
  if (!showHere && elsewhere.length === 0) return null;
  return (
    <div className="mb-4">
      <Alert
        tone="progress"
        title={showHere ? t("waiting", { count: here }) : undefined}
        actions={
          showHere ? (
            <ButtonLink size="sm" href={reviewHref}>
              {t("review")}
            </ButtonLink>
          ) : undefined
        }
      >
        {elsewhere.length === 0 ? undefined : (
          <p>
            {t("elsewhere")}{" "}
            {elsewhere.map(({ regionId, projectId, count }, index) => (
              <span key={projectId}>
                {index > 0 ? t("between") : ""}
                <Link href={hrefIn({ regionId, projectId }, "/images/shared/pending")}>
                  {t("there", { count, region: regionName(regionId) })}
                </Link>
              </span>
            ))}
          </p>
        )}
      </Alert>
    </div>
  );
}
