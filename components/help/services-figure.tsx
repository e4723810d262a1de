import ArrowLeft from "lucide-react/icons/arrow-left";
import ArrowLeftRight from "lucide-react/icons/arrow-left-right";
import ArrowRight from "lucide-react/icons/arrow-right";
import { useTranslations } from "next-intl";
import { NEIGHBOUR_FLOWS, type Neighbour } from "./help-facts";
import type { TableProps } from "./help-tables";

const LEFT: readonly Neighbour[] = ["ecs", "bms", "evs", "csbs", "cbr"];
const RIGHT: readonly Neighbour[] = ["obs", "dew", "tms", "cts"];

/** The image service in the middle of its nine neighbours, with the way things pass (REL-10). Below one column it is a list. */
export function ServicesFigure({ caption }: TableProps) {
  const common = useTranslations("common");
  return (
    <figure className="max-w-3xl">
      <div className="grid items-center gap-x-4 gap-y-2 sm:grid-cols-[1fr_auto_1fr]">
        <Side services={LEFT} before />
        <p className="rounded-xl border-2 border-accent bg-accent-soft px-6 py-4 text-center font-semibold text-accent-text max-sm:row-start-1 sm:py-16">
          {common("appName")}
        </p>
        <Side services={RIGHT} before={false} />
      </div>
      <figcaption className="sr-only">{caption}</figcaption>
    </figure>
  );
}

function Side({ services, before }: { services: readonly Neighbour[]; before: boolean }) {
  const t = useTranslations("help.services");
  return (
    <ul className="space-y-2">
      {services.map((service) => {
        const flow = NEIGHBOUR_FLOWS[service];
        const Arrow = flow === "both" ? ArrowLeftRight : (flow === "in") === before ? ArrowRight : ArrowLeft;
        return (
          <li key={service} className={`flex items-center gap-3 ${before ? "" : "sm:flex-row-reverse"}`}>
            <span className="flex-1 rounded-md border border-line bg-surface px-3 py-1.5 text-sm">
              <span className="font-medium">{service.toUpperCase()}</span> <span className="text-muted">{t(`flows.${flow}`)}</span>
            </span>
            <Arrow aria-hidden size={16} className="shrink-0 text-faint max-sm:hidden" />
          </li>
        );
      })}
    </ul>
  );
}
