import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ButtonLink, Link, OutLink } from "../ui/controls/link";
import { CodeBlock } from "../ui/data/code";
import { Alert } from "../ui/feedback/alert";
import { PageHeader } from "../ui/layout/page-header";
import { CopiesAcrossTable, CopiesInsideTable } from "./copy-tables";
import { ActCostsTable, ImageCostsTable } from "./cost-tables";
import { HELP_CODE } from "./help-code";
import { CompareTable, FormatsTable, NearTable, PricesTable, RegionsTable, ServicesTable, type TableProps } from "./help-tables";
import { type HelpTopic, OPENS, OUTSIDE, type OutsideName, RELATED } from "./help-topics";
import { ItemsTable, PermissionsTable } from "./permission-tables";
import { PolicyConditionsTable, PolicyPartsTable } from "./policy-tables";
import type { Article, Block, Section } from "./read-articles";
import { ServicesFigure } from "./services-figure";

type Facts = Omit<TableProps, "caption">;

/** Tables and figures by topic, section and block. */
const TABLES: Readonly<Record<string, (props: TableProps) => ReactNode>> = {
  "why.less.table1": CompareTable,
  "formats.table.table1": FormatsTable,
  "regions.region.table1": NearTable,
  "regions.known.table1": RegionsTable,
  "permissions.system.table1": PermissionsTable,
  "permissions.items.table1": ItemsTable,
  "policies.structure.table1": PolicyPartsTable,
  "policies.conditions.table1": PolicyConditionsTable,
  "copy-in-region.after.table1": CopiesInsideTable,
  "copy-across-regions.after.table1": CopiesAcrossTable,
  "costs.images.table1": ImageCostsTable,
  "costs.acts.table1": ActCostsTable,
  "costs.prices.table1": PricesTable,
  "services.map.figure1": ServicesFigure,
  "services.map.table1": ServicesTable,
};

/** One page of the help. `base` is the address of the index: the public one or that of a project. */
export function HelpArticle({ article, base, ...facts }: { article: Article; base: string } & Facts) {
  const t = useTranslations("help");
  const { topic, title, summary, sections } = article;
  const opens = OPENS[topic];
  const action =
    opens === undefined || facts.placeBase === undefined ? undefined : (
      <ButtonLink href={`${facts.placeBase}${opens}`}>{t("open")}</ButtonLink>
    );
  return (
    <article className="max-w-5xl">
      <PageHeader title={title} crumbs={[{ label: t("title"), href: base }]} actions={action} />
      <p className="max-w-3xl text-muted">{summary}</p>
      {sections.map((section) => (
        <ArticleSection key={section.id} topic={topic} section={section} facts={facts} />
      ))}
      <Further topic={topic} base={base} />
    </article>
  );
}

function ArticleSection({ topic, section, facts }: { topic: HelpTopic; section: Section; facts: Facts }) {
  return (
    <section id={section.id} aria-labelledby={`${section.id}-title`} className="mt-8 scroll-mt-16 space-y-3">
      <h2 id={`${section.id}-title`} className="font-semibold text-lg">
        {section.title}
      </h2>
      {runsOf(section.blocks).map((run) => (
        <Run key={run[0]?.key} path={`${topic}.${section.id}`} run={run} facts={facts} />
      ))}
    </section>
  );
}

/** Steps that follow each other are one list, and so are points. */
function runsOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const runs: Block[][] = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    const listed = block.kind === "step" || block.kind === "point";
    if (listed && last?.[0]?.kind === block.kind) last.push(block);
    else runs.push([block]);
  }
  return runs;
}

function Run({ path, run, facts }: { path: string; run: readonly Block[]; facts: Facts }) {
  const [first] = run;
  if (first === undefined) return null;
  const key = `${path}.${first.key}`;
  const items = run.map((block) => <li key={block.key}>{withWholeOptions(block.words)}</li>);
  if (first.kind === "step") {
    // A list that goes on after a command line counts on.
    return (
      <ol start={Number(first.key.replace("step", ""))} className="max-w-3xl list-decimal space-y-1.5 ps-6">
        {items}
      </ol>
    );
  }
  if (first.kind === "point") return <ul className="max-w-3xl list-disc space-y-1.5 ps-6">{items}</ul>;
  if (first.kind === "code") return <CodeBlock code={HELP_CODE[key] ?? ""} name={first.words} />;
  if (first.kind === "table" || first.kind === "figure") return TABLES[key]?.({ ...facts, caption: first.words });
  if (first.kind === "note") return <Alert tone="neutral">{withWholeOptions(first.words)}</Alert>;
  return <p className="max-w-3xl">{withWholeOptions(first.words)}</p>;
}

/** Options such as --verify stay on one line: a browser would break them after their hyphens. */
function withWholeOptions(words: string): ReactNode {
  return words.split(/(?<![\w-])(--?[a-z][a-z\d]*)/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={part} className="whitespace-nowrap">
        {part}
      </span>
    ),
  );
}

function Further({ topic, base }: { topic: HelpTopic; base: string }) {
  const t = useTranslations("help");
  const titles = useTranslations("shell.helpTopics");
  const outside = Object.entries(OUTSIDE[topic] ?? {}) as [OutsideName, string][]; // the keys of that very table
  return (
    <nav aria-label={t("related")} className="mt-10 border-line border-t pt-4">
      <h2 className="font-medium text-muted text-sm">{t("related")}</h2>
      <ul className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
        {RELATED[topic].map((each) => (
          <li key={each}>
            <Link href={`${base}/${each}`}>{titles(each)}</Link>
          </li>
        ))}
        {outside.map(([name, href]) => (
          <li key={name}>
            <OutLink href={href}>{t(`out.${name}`)}</OutLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
