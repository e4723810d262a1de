// npm run bench: measures, and asserts nothing. `npm run bench -- import` measures one thing.
import { bootstrap, stop } from "./bootstrap.mjs";
import { Run } from "./run.mjs";

const LIMIT_MS = 25 * 60_000;

bootstrap({ quiet: true });
const run = new Run();
run.endOnSignal();
try {
  const built = await run.node(["scripts/build-node.mjs", "bench", "bench-disk-part", "bench-plain-server"], {
    limitMs: LIMIT_MS,
    show: true,
  });
  if (built.code !== 0) stop("The benches could not be built; the message stands above.");
  const { code } = await run.node(["--enable-source-maps", "dist/bench.mjs", ...process.argv.slice(2)], { limitMs: LIMIT_MS, show: true });
  process.exitCode = code ?? 1;
} finally {
  await run.end();
}
