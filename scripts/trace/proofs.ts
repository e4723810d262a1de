import type { Requirements } from "./requirements";
import type { TestName } from "./test-names";

const ID = /\b[A-Z]{2,3}-\d{2}\b/g;
/** Where a test says what it proves: at the end, every id by itself. */
const CITATION = /\(([A-Z]{2,3}-\d{2}(?:, [A-Z]{2,3}-\d{2})*)\)$/;

export interface Proofs {
  /** Requirements with the tests that name them. */
  readonly tests: ReadonlyMap<string, readonly TestName[]>;
  /** Citations that prove nothing, one line each: unknown ids, ranges, ids in the middle of a name. */
  readonly problems: readonly string[];
}

/** Reads out of the names of tests what they prove. */
export function proofsOf(names: readonly TestName[], requirements: Requirements): Proofs {
  const tests = new Map(Object.values(requirements).flatMap((ids) => ids.map((id): [string, TestName[]] => [id, []])));
  const problems: string[] = [];
  for (const test of names) {
    const cited = CITATION.exec(test.name)?.[1]?.split(", ") ?? [];
    for (const id of cited) tests.get(id)?.push(test);
    const at = `${test.file}:${test.line}`;
    // AMB-nn are readings of the specification, which a test may name beside what it proves.
    const unknown = cited.filter((id) => !tests.has(id) && !id.startsWith("AMB-"));
    const misplaced = (test.name.replace(CITATION, "").match(ID) ?? []).filter((id) => requirements[id.split("-")[0] ?? ""] !== undefined);
    problems.push(
      ...unknown.map((id) => `${at}: there is no requirement ${id}`),
      ...misplaced.map((id) => `${at}: ${id} must stand in the brackets at the end, as (${id}) or with others as (${id}, …)`),
    );
  }
  return { tests, problems };
}

/** One line per area, with what is not proven, and the total. */
export function reportOf(requirements: Requirements, proofs: Proofs): string[] {
  const isProven = (id: string) => (proofs.tests.get(id)?.length ?? 0) > 0;
  const lines = Object.entries(requirements).map(([area, ids]) => {
    const open = ids.filter((id) => !isProven(id));
    const share = `${area.padEnd(4)}${`${ids.length - open.length}/${ids.length}`.padStart(6)}`;
    return open.length === 0 ? share : `${share}  not proven: ${open.join(" ")}`;
  });
  const all = Object.values(requirements).flat();
  return [...lines, `total ${all.filter(isProven).length}/${all.length}`];
}
