import { useTranslations } from "next-intl";

/** The construct that was refused, where it stands and what was found: for whoever has to mend the file. */
export function RefusalDetail({ detail }: { detail: Readonly<Record<string, unknown>> | null }) {
  const t = useTranslations("images");
  const { construct, offsetBytes: offset, found } = detail ?? {};
  if (typeof construct !== "string") return null;
  return (
    <p className="mt-1 text-sm">
      <code className="font-mono">{construct}</code>
      {typeof offset === "number" ? ` · ${t("refusal.offset", { offset })}` : null}
      {typeof found === "string" && found !== "" ? (
        <>
          {" · "}
          {t("refusal.found")} <code className="break-all font-mono">{found}</code>
        </>
      ) : null}
    </p>
  );
}
