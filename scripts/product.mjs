// The built product as a process of its own: in a data folder and on a port of its own, for tests and measurements.
import { spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import path from "node:path";
import { node, root } from "./bootstrap.mjs";

const BUILT = ["--enable-source-maps", "--disable-warning=ExperimentalWarning", path.join(root, "dist/main.mjs")];
const START_LIMIT_MS = 120_000;
/** Longer than the product gives its own processes to end. */
const STOP_LIMIT_MS = 40_000;
const LOG_MAX = 256 * 1024;

/**
 * Starts the product with the demo accounts; resolves when it is ready. `env` is the whole environment of the process: the
 * caller decides what of its own the product sees. `args`: what Node is to run, when not the built product itself. Errors: an `Error` that carries what the product printed.
 */
export async function startProduct({ dataDir, demoPassword, env, args = BUILT }) {
  const port = await freePort();
  const settings = {
    ...env,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(port),
    IMS_DATA_DIR: dataDir,
    IMS_DEMO: "1",
    IMS_DEMO_PASSWORD: demoPassword,
    IMS_LOG_LEVEL: "warn",
  };
  const child = spawn(node, args, {
    cwd: root,
    env: settings,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let printed = "";
  const ended = once(child, "exit");
  const stop = () => stopChild(child, ended);
  const ready = new Promise((resolve, reject) => {
    const listen = (chunk) => {
      printed = (printed + chunk).slice(-LOG_MAX);
      if (printed.includes("IMS ready on")) resolve();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    ended.then(([code]) => reject(new Error(`the product ended with exit code ${code} while starting\n${printed}`)));
    setTimeout(() => reject(new Error(`the product was not ready in time\n${printed}`)), START_LIMIT_MS).unref();
  });
  try {
    await ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, origin: `http://127.0.0.1:${port}`, pid: child.pid, printed: () => printed, stop };
}

/** Politely, as an operator would; what does not end in time is killed with all it started. Answers the exit code. */
async function stopChild(child, ended) {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill("SIGTERM");
  const late = setTimeout(() => process.kill(-child.pid, "SIGKILL"), STOP_LIMIT_MS);
  const [code] = await ended;
  clearTimeout(late);
  return code;
}

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
