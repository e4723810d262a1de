#!/usr/bin/env node
// ims-img: works on disk images. Bundles itself when its sources are newer, and runs on the pinned Node wherever it was started.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { node, root } from "./bootstrap.mjs";
import { MEMORY_ENV } from "./memory.mjs";

const ENTRIES = ["ims-img", "block-thread"];
const SOURCES = [
  "lib/disk",
  "lib/platform/errors.ts",
  "lib/platform/early-sync.ts",
  "messages/en/constructs.json",
  "scripts/ims-img",
  "scripts/build-node.mjs",
];
const OTHER_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

function newestOf(name) {
  const file = path.join(root, name);
  if (!existsSync(file)) return 0;
  const { mtimeMs } = statSync(file);
  return statSync(file).isDirectory() ? Math.max(mtimeMs, ...readdirSync(file).map((entry) => newestOf(path.join(name, entry)))) : mtimeMs;
}

const built = Math.min(...ENTRIES.map((entry) => newestOf(`dist/${entry}.mjs`)));
if (built < Math.max(...SOURCES.map(newestOf))) {
  const { status } = spawnSync(node, ["scripts/build-node.mjs", ...ENTRIES], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    process.stderr.write("ims-img could not be built; run npm start or npm test once, which install what is missing.\n");
    process.exit(3);
  }
}
const child = spawn(node, ["--enable-source-maps", path.join(root, "dist/ims-img.mjs"), ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...MEMORY_ENV, ...process.env },
});
for (const signal of OTHER_SIGNALS) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 3));
