// Bundles everything that runs on plain Node (server, worker, threads, tools) into dist/, one ES module per entry.
// Packages stay outside: they are installed beside. Pass entry names to build only some.
import { build } from "esbuild";

const ENTRIES = {
  main: "scripts/main.ts",
  server: "server.ts",
  worker: "scripts/worker.ts",
  "block-thread": "lib/disk/parallel/block-thread.ts",
  "digest-thread": "lib/platform/storage/digest-thread.ts",
  "create-migration": "scripts/create-migration.ts",
  trace: "scripts/trace/main.ts",
  "ims-img": "scripts/ims-img/main.ts",
  fuzz: "scripts/fuzz.ts",
  bench: "bench/main.ts",
  "bench-disk-part": "bench/disk/part.ts",
  "bench-plain-server": "bench/plain-server.ts",
};
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(ENTRIES);

await build({
  entryPoints: Object.fromEntries(names.map((name) => [name, ENTRIES[name]])),
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: false,
  platform: "node",
  target: "node24",
  format: "esm",
  packages: "external",
  conditions: ["react-server"],
  alias: { "server-only": "./lib/testing/empty.ts" },
  sourcemap: "linked",
  sourcesContent: false,
  logLevel: "warning",
});
