import { useTranslations } from "next-intl";
import type { Correction } from "@/lib/images/os/reconcile-system";

const FIELDS = { osVersion: "os", architecture: "architecture", bootMode: "bootMode" } as const;

/** Each choice that the disk contradicts, with what counts instead. */
export function CorrectionList({ corrections }: { corrections: readonly Correction[] }) {
  const t = useTranslations("images");
  const words = ({ field }: Correction, value: string) => {
    if (field === "architecture") return t(`architectures.${value === "arm" ? "arm" : "x86"}`);
    return field === "bootMode" ? value.toUpperCase() : value;
  };
  return (
    <ul className="list-disc ps-5">
      {corrections.map((correction) => (
        <li key={correction.field}>
          {t("corrections.line", {
            field: t(`fields.${FIELDS[correction.field]}`),
            chosen: words(correction, correction.chosen),
            found: words(correction, correction.found),
          })}
        </li>
      ))}
    </ul>
  );
}
