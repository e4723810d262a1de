// Which tests failed and why, in two or three lines each: the end of a long run's output is what is read first, and often all that is kept.
import { existsSync, readFileSync } from "node:fs";

const WHY_LINES = 6;
const WHY_CHARACTERS = 800;

/** Source: vitest's reporter `json`, the shape of Jest's `--json`. */
export function failuresOfVitest(reportFile) {
  return filesOf(reportFile, "testResults").flatMap(({ name: file, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0) return message ? [entry(file, message)] : [];
    return failed.map(({ fullName, failureMessages }) => entry(`${file}: ${fullName}`, failureMessages.join("\n")));
  });
}

/** Source: Playwright's reporter `json`. A flaky test is one that passed at its second try. */
export function failuresOfPlaywright(reportFile) {
  return filesOf(reportFile, "suites").flatMap((suite) => failuresOfSuite(suite));
}

function failuresOfSuite({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ status, results }) => {
        const why = results.find(({ error }) => error !== undefined)?.error.message ?? "";
        return entry(`${file}: ${title}${status === "flaky" ? " (passed at its second try)" : ""}`, why);
      }),
  );
  return [...own, ...suites.flatMap((suite) => failuresOfSuite(suite))];
}

function filesOf(reportFile, key) {
  return existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, "utf8"))[key] : [];
}

function entry(name, why) {
  const lines = withoutColours(why)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, WHY_LINES);
  return [name, ...lines.map((line) => `  ${line}`)].join("\n").slice(0, WHY_CHARACTERS);
}

function withoutColours(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what colours begin with
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}
