// npm run trace: which requirements are proven by tests.
import { bootstrap } from "./bootstrap.mjs";
import { runTool } from "./run-tool.mjs";

bootstrap({ tools: [], build: false, quiet: true });
runTool("trace", process.argv.slice(2));
