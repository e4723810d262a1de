/** Ids of the requirements by area, e.g. `LIM` → `LIM-01` …. */
export type Requirements = Readonly<Record<string, readonly string[]>>;

/** The ids a specification defines: a heading each, those of limits a table row each. */
export function definedIn(specification: string): string[] {
  const headings = specification.matchAll(/^#### ((?!AMB)[A-Z]{2,3}-\d\d) /gm);
  const rows = specification.matchAll(/^\| (LIM-\d\d) \| /gm);
  return [...headings, ...rows].map((match) => match[1] ?? "");
}

/** How the carried list differs from a specification, one line per id. */
export function differencesFrom(specification: string, requirements: Requirements): string[] {
  const defined = new Set(definedIn(specification));
  const carried = new Set(Object.values(requirements).flat());
  return [
    ...[...defined].filter((id) => !carried.has(id)).map((id) => `${id} is in the specification and not in the list`),
    ...[...carried].filter((id) => !defined.has(id)).map((id) => `${id} is in the list and not in the specification`),
  ];
}
