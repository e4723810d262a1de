// Runs a tool that is written in TypeScript: bundles it, starts it on the pinned Node and takes over its exit code.
import { spawn, spawnSync } from "node:child_process";
import { node, root } from "./bootstrap.mjs";

/** `entry`: a name of build-node.mjs. */
export function runTool(entry, args) {
  const built = spawnSync(node, ["scripts/build-node.mjs", entry], { cwd: root, stdio: "inherit" });
  if (built.status !== 0) process.exit(1);
  const child = spawn(node, ["--enable-source-maps", `dist/${entry}.mjs`, ...args], { cwd: root, stdio: "inherit" });
  // Ctrl-C reaches the child by itself, through the terminal; a signal sent to this process alone must be passed on.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code) => process.exit(code ?? 1));
}
