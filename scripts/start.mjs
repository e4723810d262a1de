// npm start: whatever is missing, then database, web and worker in this terminal.
import { spawn } from "node:child_process";
import { bootstrap, node, root } from "./bootstrap.mjs";

bootstrap();
const child = spawn(node, ["--enable-source-maps", "--disable-warning=ExperimentalWarning", "dist/main.mjs"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production" },
});
// Ctrl-C reaches the child by itself, through the terminal; a signal sent to this process alone must be passed on.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
