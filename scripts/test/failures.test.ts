import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { failuresOfPlaywright, failuresOfVitest } from "./failures.mjs";

function reportFile(report: unknown): string {
  const folder = mkdtempSync(path.join(tmpdir(), "ims-report-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "report.json");
  writeFileSync(file, JSON.stringify(report));
  return file;
}

describe("what failed in a run", () => {
  it("names each test of vitest with what it said, and a file that cannot be loaded", () => {
    const failed = { status: "failed", fullName: "limits hold", failureMessages: ["\u001b[31mexpected 1\u001b[0m\n\nto be 2"] };
    const passed = { status: "passed", fullName: "all is well", failureMessages: [] };
    const report = {
      testResults: [
        { name: "a.test.ts", message: "", assertionResults: [passed, failed] },
        { name: "b.test.ts", message: "cannot find c", assertionResults: [] },
      ],
    };
    expect(failuresOfVitest(reportFile(report))).toEqual(["a.test.ts: limits hold\n  expected 1\n  to be 2", "b.test.ts\n  cannot find c"]);
  });

  it("names each test of Playwright, in whatever depth, and says which passed at its second try", () => {
    const spec = (title: string, status: string) => ({
      file: "x.spec.ts",
      title,
      tests: [{ status, results: [{ error: { message: `${title} said so` } }, {}] }],
    });
    const report = {
      suites: [{ specs: [spec("one", "expected")], suites: [{ specs: [spec("two", "unexpected"), spec("three", "flaky")] }] }],
    };
    expect(failuresOfPlaywright(reportFile(report))).toEqual([
      "x.spec.ts: two\n  two said so",
      "x.spec.ts: three (passed at its second try)\n  three said so",
    ]);
  });

  it("knows nothing where there is no report", () => {
    expect([failuresOfVitest("/nowhere"), failuresOfPlaywright("/nowhere")]).toEqual([[], []]);
  });
});
