// npm run screenshots: pictures of every screen of the console, in both languages and themes and two widths, into screenshots/.
// `npm run screenshots -- bucket` takes those whose name has the word, `390`, `en` or `dark` those of a variant; `--keep` renews the
// few in docs/screenshots instead.
import { randomBytes } from "node:crypto";
import path from "node:path";
import { bootstrap, PICTURE_TOOLS, RUN_TOOLS } from "./bootstrap.mjs";
import { startProduct } from "./product.mjs";
import { Run } from "./run.mjs";

/** All of them take half an hour on a calm machine. */
const LIMIT_MS = 120 * 60_000;

const args = process.argv.slice(2);
bootstrap({ tools: [...RUN_TOOLS, ...PICTURE_TOOLS] });
const run = new Run();
run.endOnSignal();
try {
  const dataDir = path.join(run.folder, "data");
  const demoPassword = randomBytes(12).toString("base64url");
  const product = await startProduct({ dataDir, demoPassword, env: run.env });
  try {
    process.exitCode = await takePictures({ PORT: String(product.port), IMS_DATA_DIR: dataDir, IMS_DEMO_PASSWORD: demoPassword });
  } finally {
    await product.stop();
  }
} finally {
  await run.end();
}
process.stdout.write(
  process.exitCode === 0
    ? "The pictures are in screenshots/, a folder for each screen.\n"
    : "Not every screen could be taken; what failed stands above.\n",
);

async function takePictures(where) {
  const config = ["--config", "e2e/screens/pictures.config.ts", "--reporter=dot"];
  const { code } = await run.node(["node_modules/@playwright/test/cli.js", "test", ...config], {
    limitMs: LIMIT_MS,
    show: true,
    env: {
      ...where,
      IMS_SCREENS: args.filter((word) => !word.startsWith("--")).join(" "),
      IMS_KEEP: args.includes("--keep") ? "1" : "0",
      NODE_OPTIONS: "--conditions=react-server", // server files say so; what the screens show is laid out with them
    },
  });
  return code ?? 1;
}
