// npm run fuzz -- --minutes N: tries every parser of the disk engine with inputs changed at random, and keeps those that break one
// in lib/disk/fuzzing/found, where the tests take them up. Ends with 1 when it found any.
import { bootstrap, stop } from "./bootstrap.mjs";
import { Run } from "./run.mjs";

const BUILD_LIMIT_MS = 10 * 60_000;
const minutes = Number(process.argv[process.argv.indexOf("--minutes") + 1] ?? Number.NaN);
if (process.argv.includes("--minutes") && !(minutes > 0 && minutes <= 1440)) stop("--minutes takes a number from 1 to 1440.");

bootstrap({ quiet: true, build: false });
const run = new Run();
run.endOnSignal();
try {
  const built = await run.node(["scripts/build-node.mjs", "fuzz"], { limitMs: BUILD_LIMIT_MS, show: true });
  if (built.code !== 0) stop("The fuzzer could not be built; the message stands above.");
  const limitMs = ((minutes > 0 ? minutes : 5) + 2) * 60_000;
  const { code } = await run.node(["--enable-source-maps", "dist/fuzz.mjs", ...process.argv.slice(2)], { limitMs, show: true });
  process.exitCode = code ?? 1;
} finally {
  await run.end();
}
