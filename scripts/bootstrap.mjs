// What every command does first, with nothing but Node's own modules: Debian packages, npm packages, generated code, build.
// Each step is skipped when nothing it depends on has changed, so a second start takes no time.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { slimMaps } from "./slim-maps.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const node = path.join(root, "node_modules/node/bin/node");

/** Programs the service runs, the Debian package each comes from, and what for. */
export const RUN_TOOLS = [
  { command: "qemu-img", package: "qemu-utils", why: "reads and writes disk formats" },
  { command: "qemu-nbd", package: "qemu-utils", why: "opens disk files as block devices" },
  { command: "qemu-storage-daemon", package: "qemu-system-common", why: "shows a disk's content to the recogniser" },
  { command: "grub-fstest", package: "grub-common", why: "reads file systems inside disks" },
  { command: "hivexget", package: "libhivex-bin", why: "reads the Windows registry inside disks" },
  { command: "fusermount3", package: "fuse3", why: "mounts a disk's bytes as a file" },
  { command: "xz", package: "xz-utils", why: "unpacks disks wrapped in xz" },
  { command: "zstd", package: "zstd", why: "unpacks what a kernel starts from" },
  { command: "lz4", package: "lz4", why: "unpacks what a kernel starts from" },
  { command: "bwrap", package: "bubblewrap", why: "locks tools away from everything but one file" },
  { command: "prlimit", package: "util-linux", why: "limits memory and time of tools" },
];

/** Programs only the tests need. */
export const TEST_TOOLS = [
  { command: "chromium-headless-shell", package: "chromium-headless-shell", why: "runs the console's tests" },
  { command: "mkfs.ext4", package: "e2fsprogs", why: "makes test disks" },
  { command: "mkfs.xfs", package: "xfsprogs", why: "makes test disks" },
  { command: "mkfs.btrfs", package: "btrfs-progs", why: "makes test disks" },
  { command: "mkntfs", package: "ntfs-3g", why: "makes test disks" },
  { command: "sfdisk", package: "fdisk", why: "makes test disks" },
  { command: "mformat", package: "mtools", why: "makes test disks" },
  { command: "bzip2", package: "bzip2", why: "unpacks test disks" },
  { command: "man", package: "man-db", why: "checks the manual page" },
  { command: "nbdinfo", package: "libnbd-bin", why: "checks our NBD server" },
  { command: "fincore", package: "util-linux", why: "tells what of a file the system keeps in memory" },
  { command: "openstack", package: "python3-openstackclient", why: "checks our OpenStack API" },
];

/** What pictures of the console need: a browser, and letters for both languages. */
export const PICTURE_TOOLS = [
  { command: "chromium-headless-shell", package: "chromium-headless-shell", why: "takes the pictures" },
  { file: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", package: "fonts-noto-cjk", why: "writes Chinese" },
  { file: "/usr/share/fonts/opentype/inter/Inter-Regular.otf", package: "fonts-inter", why: "writes English" },
];

/** Ends the command with one line that says what to do. */
export function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

export function bootstrap({ tools = RUN_TOOLS, build = true, quiet = false } = {}) {
  const say = (line) => quiet || process.stdout.write(`${line}\n`);
  process.chdir(root);
  checkNode();
  installTools(tools, say);
  installPackages(say);
  generateClient(say);
  if (build) buildIfChanged(say);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Node ${process.versions.node} is too old: install Node 20.19 or newer, then run this again.`);
}

function onPath(command) {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    try {
      accessSync(path.join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function installTools(tools, say) {
  const missing = tools.filter((tool) => (tool.file === undefined ? !onPath(tool.command) : !existsSync(tool.file)));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((tool) => tool.package))];
  const line = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (process.getuid?.() !== 0 || !onPath("apt-get")) {
    stop(`Missing: ${missing.map((tool) => `${tool.command ?? tool.package} (${tool.why})`).join(", ")}. Run: sudo ${line}`);
  }
  say(`Installing Debian packages: ${packages.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-qq"], { env, quiet: true });
  const args = line.split(" ").slice(1);
  if (!run("apt-get", ["-qq", ...args], { env, quiet: true })) stop(`The Debian packages could not be installed. Run: ${line}`);
}

function installPackages(say) {
  const wanted = digestOf(["package-lock.json"]);
  const stamp = path.join(root, "node_modules/.ims-lock");
  if (readIfThere(stamp) === wanted && existsSync(node)) return;
  say("Installing npm packages …");
  // With an engine named, Prisma's installer downloads none: the service uses the WebAssembly one.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true", PRISMA_SKIP_POSTINSTALL_GENERATE: "1", NODE_ENV: "development" };
  if (!run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { env }))
    stop("npm ci failed; its message stands above. Mend that and run this again.");
  writeFileSync(stamp, wanted);
}

function generateClient(say) {
  const wanted = digestOf(["prisma/schema.prisma", "prisma/models", "package-lock.json"]);
  const stamp = path.join(root, "lib/platform/db/generated/.stamp");
  if (readIfThere(stamp) === wanted) return;
  say("Generating the database client …");
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true", CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  if (!run(node, ["node_modules/prisma/build/index.js", "generate"], { env, quiet: true }))
    stop("The database client could not be generated: run npx prisma validate.");
  writeFileSync(stamp, wanted);
}

const SOURCES = [
  "app",
  "components",
  "lib",
  "messages",
  "prisma",
  "public",
  "server.ts",
  "proxy.ts",
  "instrumentation.ts",
  "scripts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

function buildIfChanged(say) {
  const wanted = digestOf(SOURCES);
  const stamp = path.join(root, "dist/.stamp");
  if (readIfThere(stamp) === wanted && existsSync(path.join(root, ".next/BUILD_ID"))) return;
  say("Building …");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  if (!run(node, ["scripts/build-node.mjs"], { env })) stop("The server could not be built; the message stands above.");
  if (!run(node, ["node_modules/next/dist/bin/next", "build"], { env, quiet: true }))
    stop("The console could not be built; the message stands above.");
  slimMaps(path.join(root, ".next/server"));
  writeFileSync(stamp, wanted);
}

/** SHA-256 over names and contents of files and folders; what is missing or generated does not count. */
function digestOf(names) {
  const hash = createHash("sha256");
  const visit = (name) => {
    const file = path.join(root, name);
    if (!existsSync(file) || name.endsWith("/generated")) return;
    if (statSync(file).isDirectory()) for (const entry of readdirSync(file).sort()) visit(`${name}/${entry}`);
    else hash.update(name).update("\0").update(readFileSync(file)).update("\0");
  };
  names.forEach(visit);
  return hash.digest("hex");
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Runs a program; with `quiet` its output is shown only when it fails. */
function run(command, args, { env, quiet = false }) {
  const result = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    maxBuffer: 64 * 1024 * 1024,
  });
  const ok = result.status === 0;
  if (!ok && quiet) process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? result.error ?? ""}`);
  return ok;
}
