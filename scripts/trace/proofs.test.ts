import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { proofsOf, reportOf } from "./proofs";
import { readTestNames } from "./read-tests";
import { differencesFrom } from "./requirements";
import { testNamesIn } from "./test-names";

const root = path.join(import.meta.dirname, "../..");
const requirements = { LIM: ["LIM-01", "LIM-02"], OS: ["OS-01"] };

const named = (...names: string[]) => names.map((name, index) => ({ file: "a.test.ts", line: index + 1, name }));

describe("names of tests", () => {
  const names = (source: string) => testNamesIn("a.test.ts", source).map(({ name }) => name);

  it("are found in every way a test that runs is declared", () => {
    const declared = [
      "it('a')",
      "test(`b`)",
      "it.each([1])('c')",
      "it.runIf(x).each([1])('d')",
      "test.concurrent('e')",
      `it(\`f \${x} g\`)`,
    ];
    expect(names(declared.join("\n"))).toEqual(["a", "b", "c", "d", "e", "f … g"]);
  });

  it("are those of the rows where rows fill them in", () => {
    const declared = ["it.each([['a', 1], ['b', 2]] as const)('%s at %i (LIM-01)')", "it.each(['c', d])('%s')", "it.each(rows)('%s e')"];
    expect(names(declared.join("\n"))).toEqual(["a at 1 (LIM-01)", "b at 2 (LIM-01)", "c", "…", "%s e"]);
  });

  it("are not found in comments, groups and tests that do not run", () => {
    expect(names("// it('a')\ndescribe('b', () => {});\nit.skip('c');\nit.todo('d');\ntest.describe('e', () => {});")).toEqual([]);
  });
});

describe("proofs", () => {
  it("are the ids at the end of a name, each by itself", () => {
    const { tests, problems } = proofsOf(named("does it (LIM-01, OS-01)", "does it again (LIM-01)"), requirements);
    expect([...tests].map(([id, found]) => [id, found.length])).toEqual([
      ["LIM-01", 2],
      ["LIM-02", 0],
      ["OS-01", 1],
    ]);
    expect(problems).toEqual([]);
  });

  it("are none of unknown ids, of ranges, and of ids in the middle of a name", () => {
    const wrong = ["does it (LIM-03)", "does it (LIM-01..LIM-02)", "does LIM-01 well", "does it (LIM-01 and more)"];
    for (const name of wrong) expect(proofsOf(named(name), requirements).problems, name).not.toEqual([]);
  });

  it("leave other words with numbers alone", () => {
    expect(proofsOf(named("digests with SHA-256 (UTF-8)", "reads CP-12"), requirements).problems).toEqual([]);
  });

  it("are reported by area with what is open", () => {
    const report = reportOf(requirements, proofsOf(named("does it (LIM-01)", "detects it (OS-01)"), requirements));
    expect(report).toEqual(["LIM    1/2  not proven: LIM-02", "OS     1/1", "total 2/3"]);
  });

  it("name only requirements that exist, in all tests of this project", () => {
    const carried = JSON.parse(readFileSync(path.join(root, "docs/requirements.json"), "utf8"));
    expect(proofsOf(readTestNames(root), carried).problems).toEqual([]);
  });
});

describe("the list of requirements", () => {
  it("is compared with the specification in both directions", () => {
    const specification = "#### OS-01 Title\n\n#### AMB-01 Not one\n\n| LIM-01 | at most 50 |\n#### OS-02 New\n";
    expect(differencesFrom(specification, requirements)).toEqual([
      "OS-02 is in the specification and not in the list",
      "LIM-02 is in the list and not in the specification",
    ]);
  });
});
