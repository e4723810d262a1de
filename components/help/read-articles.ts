import { getMessages, getTranslations } from "next-intl/server";
import { GIB } from "@/lib/disk/model";
import { HELP_VALUES } from "./help-facts";
import { HELP_GROUPS, HELP_TOPICS, type HelpGroup, type HelpTopic } from "./help-topics";

/** How a block of an article is set: its key begins with the word. */
const KINDS = ["text", "step", "point", "note", "code", "table", "figure"] as const;
export interface Block {
  readonly kind: (typeof KINDS)[number];
  readonly key: string;
  readonly words: string;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface Article {
  readonly topic: HelpTopic;
  readonly title: string;
  readonly summary: string;
  readonly sections: readonly Section[];
}

/** Numbers of this service that the texts speak of. */
export interface HelpLimits {
  /** Largest file of a normal import. Unit: bytes. */
  readonly normalBytes: number;
}

/** Every page of the help in the reader's language; the order of sections and blocks is that of the messages. */
export async function readArticles({ normalBytes }: HelpLimits): Promise<readonly Article[]> {
  const [{ help }, t, shell] = await Promise.all([getMessages(), getTranslations("help"), getTranslations("shell")]);
  // Keys are taken from the messages themselves, so there are words for each.
  const values = { ...HELP_VALUES, importMaxGb: String(normalBytes / GIB) };
  const say = (key: string) => t(key as never, values as never);
  return HELP_TOPICS.map((topic) => {
    const path = `articles.${topic}`;
    return {
      topic,
      title: shell(`helpTopics.${topic}`),
      summary: say(`${path}.summary`),
      sections: Object.entries(help.articles[topic].sections).map(([id, section]) => ({
        id,
        title: say(`${path}.sections.${id}.title`),
        blocks: Object.keys(section).flatMap((key) => {
          const kind = KINDS.find((each) => key.startsWith(each));
          return kind === undefined || key === "title" ? [] : [{ kind, key, words: say(`${path}.sections.${id}.${key}`) }];
        }),
      })),
    };
  });
}

/** Articles that have every word asked for, anywhere in them. No words: all of them. */
export function matching(articles: readonly Article[], query: string): readonly Article[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return articles.filter(({ title, summary, sections }) => {
    const all = [title, summary, ...sections.flatMap((section) => [section.title, ...section.blocks.map((block) => block.words)])];
    const text = all.join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function groupsOf(articles: readonly Article[]): readonly { group: HelpGroup; articles: readonly Article[] }[] {
  const groups = Object.keys(HELP_GROUPS) as HelpGroup[]; // the keys of that very object
  const inGroup = (group: HelpGroup) => articles.filter(({ topic }) => HELP_GROUPS[group].some((each) => each === topic));
  return groups.map((group) => ({ group, articles: inGroup(group) })).filter((each) => each.articles.length > 0);
}
