import { useTranslations } from "next-intl";
import { Button } from "../ui/controls/button";
import { ButtonLink, Link } from "../ui/controls/link";
import { EmptyState } from "../ui/feedback/empty-state";
import { PageHeader } from "../ui/layout/page-header";
import { type Article, groupsOf, matching } from "./read-articles";

/** All topics, or those with the words searched for. The form is a plain GET: it works before any script. */
export function HelpIndex({ articles, base, query }: { articles: readonly Article[]; base: string; query: string }) {
  const t = useTranslations("help");
  const found = matching(articles, query);
  return (
    <>
      <PageHeader title={t("title")} meta={t("lead")} />
      <search>
        <form action={base} className="flex max-w-xl gap-2">
          <input
            type="search"
            name="q"
            defaultValue={query}
            aria-label={t("search")}
            placeholder={t("search")}
            className="control h-8 w-full min-w-0 px-2.5"
          />
          <Button type="submit">{t("find")}</Button>
        </form>
      </search>
      {query === "" || found.length === 0 ? null : (
        <p role="status" className="mt-4 flex flex-wrap gap-x-4 text-muted">
          {t("results", { query, count: found.length })} <Link href={base}>{t("all")}</Link>
        </p>
      )}
      {found.length === 0 ? (
        <div role="status">
          <EmptyState
            kind="noMatch"
            title={<span className="wrap-anywhere">{t("nothingTitle", { query })}</span>}
            actions={<ButtonLink href={base}>{t("all")}</ButtonLink>}
          >
            {t("nothing")}
          </EmptyState>
        </div>
      ) : (
        groupsOf(found).map(({ group, articles: inside }) => (
          <section key={group} aria-labelledby={`group-${group}`} className="mt-8">
            <h2 id={`group-${group}`} className="font-semibold text-lg">
              {t(`groups.${group}`)}
            </h2>
            <ul className="mt-3 grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
              {inside.map((article) => (
                <HelpCard key={article.topic} article={article} base={base} />
              ))}
            </ul>
          </section>
        ))
      )}
    </>
  );
}

function HelpCard({ article: { topic, title, summary }, base }: { article: Article; base: string }) {
  return (
    <li className="min-w-0 rounded-lg border border-line bg-surface p-4">
      <Link href={`${base}/${topic}`}>{title}</Link>
      <p className="mt-1 text-muted text-sm">{summary}</p>
    </li>
  );
}
