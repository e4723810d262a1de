import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

const DOCUMENTS = [
  ...["README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"],
  ...readdirSync(path.join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  ...readdirSync(path.join(ROOT, "docs/decisions")).map((name) => `docs/decisions/${name}`),
];

describe("the documents", () => {
  it.each(["README.md", "README.zh-CN.md"])("%s names every variable of the environment", (file) => {
    const names = [...read("lib/platform/env.ts").matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map((match) => match[1] ?? "");
    expect(names.length).toBeGreaterThan(10);
    const text = read(file);
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it.each(DOCUMENTS)("%s leads to files that are there", (file) => {
    const links = [...read(file).matchAll(/\]\(([^)#\s]+)/g)].map((match) => match[1] ?? "").filter((link) => !/^[a-z]+:/.test(link));
    expect(links.filter((link) => !existsSync(path.join(ROOT, path.dirname(file), link)))).toEqual([]);
  });

  it("list every decision once", () => {
    const files = readdirSync(path.join(ROOT, "docs/decisions")).filter((name) => name !== "README.md");
    const listed = [...read("docs/decisions/README.md").matchAll(/\]\((\d{3}-[^)]+)\)/g)].map((match) => match[1] ?? "");
    expect(listed.sort()).toEqual(files.sort());
  });
});
