import { useTranslations } from "next-intl";

/** The construct that was refused, where it stands, what was found and what mends it: for whoever has to mend the file. */
export function RefusalDetail({ detail }: { detail: Readonly<Record<string, unknown>> | null }) {
  const t = useTranslations("images");
  const constructs = useTranslations("constructs");
  const { construct, offsetBytes: offset, found } = detail ?? {};
  if (typeof construct !== "string") return null;
  const key = (construct.includes(".") ? construct : `file.${construct}`) as "file.size"; // held by constructs.test.ts; older rows may hold others
  return (
    <div className="mt-1 space-y-1 text-sm">
      {constructs.has(`advice.${key}` as never) ? <p>{constructs(`advice.${key}` as never)}</p> : null}
      <p className="first-letter:uppercase">
        {constructs.has(`words.${key}`) ? `${constructs(`words.${key}`)} ` : null}
        <code className="font-mono">{construct}</code>
        {typeof offset === "number" ? ` · ${t("refusal.offset", { offset })}` : null}
        {typeof found === "string" && found !== "" ? (
          <>
            {" · "}
            {t("refusal.found")} <code className="break-all font-mono">{found}</code>
          </>
        ) : null}
      </p>
    </div>
  );
}
