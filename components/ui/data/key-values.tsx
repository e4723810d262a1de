import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export interface KeyValue {
  readonly id: string;
  readonly label: ReactNode;
  /** Undefined or null reads as "–". */
  readonly value: ReactNode;
  /** Takes the whole row: descriptions. */
  readonly wide?: boolean;
}

/** Facts about one thing, in two columns, three where there is room. */
export function KeyValues({ items }: { items: readonly KeyValue[] }) {
  const t = useTranslations("ui");
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-4 sm:gap-x-8 xl:grid-cols-3">
      {items.map((item) => (
        <div key={item.id} className={item.wide ? "col-span-full min-w-0" : "min-w-0"}>
          <dt className="text-muted text-sm">{item.label}</dt>
          <dd className="mt-0.5 break-words">
            {item.value ?? (
              <span className="text-faint">
                <span aria-hidden>–</span>
                <span className="sr-only">{t("unknown")}</span>
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
