import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { camelCase, exportsOf, longestFunction, PROJECT_ROOT, sourceFiles } from "./testing/source-file";

const files = sourceFiles();
const sources = files.filter(({ isTest }) => !isTest);

/** Folders of lib that are no domains. */
const NO_DOMAINS = new Set(["platform", "disk", "testing", "web", "worker"]);
const CLIENT_SAFE = new Set(["model", "constraints", "schemas", "search", "client", "actions"]);
const CLOSED_NAMES = new Set([...CLIENT_SAFE, "views"]);
const OPERATIONS = new Set(["commands", "queries"]);
/** A part of a domain that has become a folder of its own; whoever adds one says why here. */
const PARTS = new Set([
  "lib/images/scrub", // reading stored disks back: the steps of its job, its command and its schedule
  "lib/images/rules", // the one table of what may be done with an image; the browser asks it too
  "lib/images/records", // images as the OpenStack image API sees them, beside the console's views
  "lib/images/manage", // steps behind lists, files of lists, lineage and acts on many images at once, shared by their operations
  "lib/volumes/content", // making, filling, holding still and replacing what stands on disks, shared by servers, backups and images
  "lib/backups/content", // taking, copying and removing what backups store, shared by their tasks and by copies of images
  "lib/images/sources", // the steps of making images of servers, disks and backups, shared by those domains
  "lib/images/os", // the tables of supported systems and what follows from them, pure and the same in browser and server
]);
/** Root files whose exports only make sense together, so that no one of them gives the name. */
const FAMILIES = new Set([
  "lib/iam/list-projects.ts",
  "lib/iam/password.ts",
  "lib/regions/configuration.ts",
  "lib/volumes/content/freeze-volumes.ts",
  "lib/volumes/content/replace-volume-file.ts",
  "lib/volumes/volume-files.ts",
  "lib/uploads/tus-server.ts",
]);

const inDomains = sources.flatMap((file) => {
  const [top, domain = "", ...rest] = file.folder.split("/");
  if (top !== "lib" || domain === "" || NO_DOMAINS.has(domain) || PARTS.has(file.folder)) return [];
  return [{ ...file, sub: rest.join("/") }];
});
const atRoot = inDomains.filter(({ sub }) => sub === "");
const operations = inDomains.filter(({ sub }) => OPERATIONS.has(sub));

/** Runs the dependency rule over a tree; answers the rules it breaks. */
async function brokenRules(tree: string): Promise<string[]> {
  const program = path.join(PROJECT_ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const args = [program, "app", "components", "lib", "e2e", "--config", ".dependency-cruiser.cjs", "--output-type", "json"];
  const cruised = promisify(execFile)(process.execPath, args, { cwd: tree, maxBuffer: 256 * 1024 * 1024 });
  // A broken rule is its exit code; the report stands on stdout all the same.
  const { stdout } = await cruised.catch((error: { stdout: string }) => error);
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; to: string; rule: { name: string } }[] } }; // the tool's documented output
  return summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`);
}

describe("the dependency rule", () => {
  it("holds in the whole tree", async () => {
    expect(await brokenRules(PROJECT_ROOT)).toEqual([]);
  });

  it("reports a route and a server action that reach for the database", async () => {
    const tree = await mkdtemp(path.join(tmpdir(), "ims-tree-"));
    try {
      const write = async (file: string, text: string) => {
        await mkdir(path.dirname(path.join(tree, file)), { recursive: true });
        await writeFile(path.join(tree, file), text);
      };
      await Promise.all(
        ["tsconfig.json", ".dependency-cruiser.cjs"].map((name) => cp(path.join(PROJECT_ROOT, name), path.join(tree, name))),
      );
      await symlink(path.join(PROJECT_ROOT, "node_modules"), path.join(tree, "node_modules"));
      await write("lib/platform/db/client.ts", "export const db = 1;\n");
      await write("lib/images/actions.ts", 'import { db } from "../platform/db/client";\nexport const action = db;\n');
      await write("app/api/images/route.ts", 'import { db } from "../../../lib/platform/db/client";\nexport const GET = db;\n');
      await Promise.all(["components", "e2e"].map((folder) => mkdir(path.join(tree, folder))));
      expect((await brokenRules(tree)).sort()).toEqual([
        "actions-are-adapters: lib/images/actions.ts → lib/platform/db/client.ts",
        "database-only-in-lib: app/api/images/route.ts → lib/platform/db/client.ts",
      ]);
    } finally {
      await rm(tree, { recursive: true, force: true });
    }
  });
});

describe("sizes", () => {
  it("keep every file within 400 lines", () => {
    expect(files.filter(({ lines }) => lines > 400).map(({ path: file, lines }) => `${file}: ${lines}`)).toEqual([]);
  });

  it("keep every folder within 20 files, tests aside", () => {
    const folders = Map.groupBy(sources, ({ folder }) => folder);
    expect([...folders].filter(([, inside]) => inside.length > 20).map(([folder, inside]) => `${folder}: ${inside.length}`)).toEqual([]);
  });

  it("keep pages within 60 lines and routes within 15", () => {
    const limitOf = (file: string) =>
      /^app\/.*\/page\.tsx$/.test(file) ? 60 : /^app\/.*\/route\.ts$/.test(file) ? 15 : Number.POSITIVE_INFINITY;
    expect(sources.filter(({ path: file, lines }) => lines > limitOf(file)).map(({ path: file }) => file)).toEqual([]);
  });

  it("keep every function of lib within 60 lines", () => {
    const suites = /\/conformance[^/]*$/; // declare tests, as test files do
    const measured = sources.filter(({ path: file }) => file.startsWith("lib/") && !suites.test(file));
    const long = measured.map((file) => ({ file: file.path, ...longestFunction(file) })).filter(({ lines }) => lines > 60);
    expect(long).toEqual([]);
  });
});

describe("names", () => {
  it("say what a file holds: no barrels, no drawers for everything", () => {
    const drawers = /^(index|utils?|helpers?|hooks?|services?|types)$/;
    const entries = new Set(["lib/disk/inspect/index.ts"]); // holds the one function of that folder, and re-exports nothing
    expect(sources.filter(({ name, path: file }) => drawers.test(name) && !entries.has(file)).map(({ path: file }) => file)).toEqual([]);
    expect(sources.filter(({ text }) => /^export \* from/m.test(text)).map(({ path: file }) => file)).toEqual([]);
  });

  it("give a domain no folders but its commands, queries and tasks", () => {
    const strange = inDomains.filter(({ sub }) => !["", "commands", "queries", "tasks"].includes(sub));
    expect(strange.map(({ path: file }) => file)).toEqual([]);
  });

  it("are taken from the one thing a domain's other root files export", () => {
    const others = atRoot.filter(({ name, path: file }) => !CLOSED_NAMES.has(name) && !FAMILIES.has(file));
    const unnamed = others.filter(
      (file) => !exportsOf(file).some((exported) => exported.name.toLowerCase() === camelCase(file.name).toLowerCase()),
    );
    expect(unnamed.map(({ path: file }) => file)).toEqual([]);
  });
});

describe("the border between server and browser", () => {
  it("is marked first thing in every server file of a domain, and in no other", () => {
    const wrong = inDomains.filter(
      ({ name, sub, text }) => text.startsWith('import "server-only";') === (sub === "" && CLIENT_SAFE.has(name)),
    );
    expect(wrong.map(({ path: file }) => file)).toEqual([]);
  });

  it("is crossed by actions that are nothing but adapters of one operation each", () => {
    const line = /^(import .*;|export const (\w+)Action = toAction\(\2\);|)$/;
    for (const file of atRoot.filter(({ name }) => name === "actions")) {
      const [first, ...rest] = file.text.split("\n");
      expect(first, file.path).toBe('"use server";');
      expect(
        rest.filter((each) => !line.test(each)),
        file.path,
      ).toEqual([]);
    }
  });
});

describe("operations", () => {
  it("exist", () => {
    expect(operations.length).toBeGreaterThan(0);
  });

  it.each(operations.map((file) => [file.path, file] as const))(
    "%s exports one operation with its permission and audit trace",
    async (_, file) => {
      const exported: Record<string, object> = await import(path.join(PROJECT_ROOT, file.path));
      expect(Object.keys(exported)).toEqual([camelCase(file.name)]);
      const declared = { ...exported[camelCase(file.name)] }; // an operation is a function that carries its declaration
      const permission = expect.stringMatching(/^[a-z]+:[a-zA-Z]+:[a-zA-Z]+$/);
      const trace = expect.stringMatching(/^[a-z][a-zA-Z]+$/);
      expect(declared).toEqual(file.sub === "commands" ? { kind: "command", permission, trace } : { kind: "query", permission });
    },
  );
});
