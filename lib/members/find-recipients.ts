import "server-only";
import type { Tx } from "@/lib/platform/db/client";

/** Whom a word names, as far as it matters for a share in this region. */
export interface Recipient {
  readonly accountId: string;
  readonly accountName: string;
  /** Undefined: the word names a project of another region, or the account has none in this one. */
  readonly projectId: string | undefined;
}

const ACCOUNT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PROJECT_ID = /^[0-9a-f]{32}$/i;

/** Finds the accounts that words name: by account name, account id or project id. What names nobody, or somebody disabled, is missing. */
export async function findRecipients(tx: Tx, words: readonly string[], regionId: string): Promise<ReadonlyMap<string, Recipient>> {
  const lower = words.map((word) => word.toLowerCase());
  const accounts = await tx.account.findMany({
    where: {
      enabled: true,
      OR: [
        { name: { in: [...words] } },
        { id: { in: lower.filter((word) => ACCOUNT_ID.test(word)) } },
        { projects: { some: { id: { in: lower.filter((word) => PROJECT_ID.test(word)) } } } },
      ],
    },
    select: { id: true, name: true, projects: { select: { id: true, regionId: true } } },
  });
  const found = new Map<string, Recipient>();
  for (const word of words) {
    const id = word.toLowerCase();
    const account = accounts.find(
      ({ name, id: accountId, projects }) => name === word || accountId === id || projects.some((p) => p.id === id),
    );
    if (account === undefined) continue;
    const named = account.projects.find((project) => project.id === id);
    const here = named ?? account.projects.find((project) => project.regionId === regionId);
    const projectId = here?.regionId === regionId ? here.id : undefined;
    found.set(word, { accountId: account.id, accountName: account.name, projectId });
  }
  return found;
}
