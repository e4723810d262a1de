// npm test: everything there is to check, from a fresh clone. `npm test -- unit` runs one stage, further words choose its files.
import { bootstrap, RUN_TOOLS, stop, TEST_TOOLS } from "./bootstrap.mjs";
import { Run } from "./run.mjs";
import { countOfCheck, sumOf, wordsOf } from "./test/counts.mjs";
import { STAGES } from "./test/stages.mjs";

const [wanted, ...filters] = process.argv.slice(2);
const stages = STAGES.filter(
  ({ name }) => wanted === undefined || name === wanted || STAGES.find((stage) => stage.name === wanted)?.needs === name,
);
if (stages.length === 0) stop(`There is no stage ${wanted}. Stages: ${STAGES.map(({ name }) => name).join(", ")}.`);

bootstrap({ tools: [...RUN_TOOLS, ...TEST_TOOLS], build: false });
const run = new Run();
run.endOnSignal();

const say = (line) => process.stdout.write(`${line}\n`);
const counts = [];
const failed = [];
try {
  for (const stage of stages) {
    say(`\n== ${stage.title}`);
    const started = Date.now();
    // What cannot even be tried has failed; the others are still worth running.
    const { count, failures, output } = await stage
      .run(run, filters)
      .catch((error) => ({ count: countOfCheck(1), output: String(error.stack ?? error) }));
    if (run.ended) break; // by a signal, which also ends this process
    counts.push(count);
    failed.push(...(failures ?? (count.failed > 0 ? [stage.title] : [])));
    if (count.failed > 0) say(output.trimEnd());
    say(`${wordsOf(count)} (${Math.round((Date.now() - started) / 1000)} s)`);
  }
} finally {
  await run.end();
}

if (counts.length === stages.length) {
  const total = sumOf(counts);
  for (const failure of failed) say(`\nFailed: ${failure}`);
  say(`\n${wordsOf(total)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}
