// The stages of `npm test`, in order: cheap ones first, but types after the build, which writes the types of the routes.
import { randomBytes } from "node:crypto";
import path from "node:path";
import { startProduct } from "../product.mjs";
import { countOfCheck, countOfPlaywright, countOfVitest } from "./counts.mjs";
import { failuresOfPlaywright, failuresOfVitest } from "./failures.mjs";

const MINUTE_MS = 60_000;
const CHECK_LIMIT_MS = 8 * MINUTE_MS;
/** A stage that hangs ends here; on a calm machine each takes a fraction of it. */
const TESTS_LIMIT_MS = 45 * MINUTE_MS;

/** A stage takes a run and answers its count, which tests failed and what was printed. */
export const STAGES = [
  { name: "lint", title: "Lint and format (biome)", run: check("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".") },
  {
    name: "architecture",
    title: "Dependency rule (dependency-cruiser)",
    run: check("dependency-cruiser/bin/dependency-cruise.mjs", "app", "components", "lib", "e2e", "--config", ".dependency-cruiser.cjs"),
  },
  { name: "build", title: "Production build", run: build },
  { name: "types", title: "Types (tsc)", run: check("typescript/bin/tsc", "--noEmit", "--project", ".") },
  { name: "unit", title: "Unit tests (vitest)", run: vitest("unit") },
  { name: "db", title: "Tests on PostgreSQL (vitest)", run: vitest("db") },
  { name: "process", title: "Tests of the built product's processes (vitest)", run: vitest("process"), needs: "build" },
  { name: "e2e", title: "Tests in the browser (Playwright)", run: playwright("flows"), needs: "build" },
  { name: "screens", title: "Every screen in the browser (Playwright, axe)", run: playwright("screens"), needs: "build" },
];

function check(program, ...args) {
  return async (run) => {
    const { code, output } = await run.node([path.join("node_modules", program), ...args], { limitMs: CHECK_LIMIT_MS });
    return { count: countOfCheck(code), output };
  };
}

async function build(run) {
  const { code, output } = await run.node(["scripts/test/build.mjs"], { limitMs: CHECK_LIMIT_MS });
  return { count: countOfCheck(code), output };
}

function vitest(project) {
  return async (run, filters) => {
    const report = path.join(run.folder, `${project}.json`);
    const { code, output } = await run.node(
      [
        "node_modules/vitest/vitest.mjs",
        "run",
        "--project",
        project,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...filters,
      ],
      { limitMs: TESTS_LIMIT_MS },
    );
    return { count: countOfVitest(report, code), failures: failuresOfVitest(report), output };
  };
}

/** One project of its configuration, in a product of its own, which ends with it. */
function playwright(project) {
  return async (run, filters) => {
    const report = path.join(run.folder, `${project}.json`);
    const dataDir = path.join(run.folder, project);
    const demoPassword = randomBytes(12).toString("base64url");
    const product = await startProduct({ dataDir, demoPassword, env: run.env });
    const flags = ["test", `--project=${project}`, "--reporter=list,json"];
    try {
      const { code, output } = await run.node(["node_modules/@playwright/test/cli.js", ...flags, ...filters], {
        limitMs: TESTS_LIMIT_MS,
        env: {
          PORT: String(product.port),
          IMS_DATA_DIR: dataDir,
          IMS_DEMO_PASSWORD: demoPassword,
          PLAYWRIGHT_JSON_OUTPUT_FILE: report,
          NODE_OPTIONS: "--conditions=react-server", // server files say so; tests lay out their data with them
        },
      });
      return {
        count: countOfPlaywright(report, code),
        failures: failuresOfPlaywright(report),
        output: `The product printed:\n${product.printed()}\n${output}`,
      };
    } finally {
      await product.stop();
    }
  };
}
