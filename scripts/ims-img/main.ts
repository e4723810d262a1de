import { run } from "./run";

const stop = new AbortController();
// The first signal cancels, and what was begun is taken away; whoever sends another waits for that, too.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort(signal));
// A reader that has seen enough, such as head, is no failure.
process.stdout.on("error", () => undefined);

process.exitCode = await run(process.argv.slice(2), stop.signal);
