import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { BUILT, dataFolder, endProducts, freePort, refusedStart } from "@/lib/testing/product-process";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = dataFolder();
afterAll(async () => {
  endProducts();
  await folder.remove();
});

/** One line an operator can act on, nothing else, and exit code 1. */
function expectOneLine({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }, words: RegExp): void {
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toMatch(words);
}

/** Starts the product with a file system laid over a folder which only it sees; needs no rights of root. */
function onFileSystem(folderPath: string, options: string): [string, ...string[]] {
  const script = `mount -t tmpfs -o ${options} tmpfs "$0" && exec "$@"`;
  return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, folderPath, ...BUILT];
}

describe("a start that cannot go on says why in one line, with exit code 1,", () => {
  it("when the port is in use", async () => {
    const other = net.createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expectOneLine(
      await refusedStart({ dataDir: folder.path, port }),
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use\\. .*PORT=${port + 1}`),
    );
    other.close();
  });

  it("when the address is not this machine's", async () => {
    expectOneLine(
      await refusedStart({ dataDir: folder.path, env: { HOST: "192.0.2.1" } }),
      /^Cannot listen on 192\.0\.2\.1:\d+ \(EADDRNOTAVAIL\)/,
    );
  });

  it.each([
    ["PORT", "http"],
    ["IMS_ROLE", "boss"],
    ["IMS_MASTER_KEY", "c2hvcnQgc2VjcmV0"],
    ["IMS_ADMIN_PASSWORD", "hunter2"],
    ["IMS_PUBLIC_URL", "ims.example"],
    ["DATABASE_URL", "mysql://root:hunter2@db/ims"],
  ])("when %s has a value of the wrong shape, which it does not repeat", async (name, value) => {
    const refused = await refusedStart({ dataDir: folder.path, env: { [name]: value } });
    expectOneLine(refused, new RegExp(`^${name} is not usable: expected .+\\. Correct it or unset it`));
    expect(refused.stderr).not.toContain(value);
  });

  it("when nothing answers at DATABASE_URL, without the password", async () => {
    const port = await freePort();
    const refused = await refusedStart({ dataDir: folder.path, env: { DATABASE_URL: `postgresql://ims:hunter2@127.0.0.1:${port}/ims` } });
    expectOneLine(refused, new RegExp(`^DATABASE_URL: no PostgreSQL to be used at 127\\.0\\.0\\.1:${port} \\(.+\\)`));
    expect(refused.stderr).not.toContain("hunter2");
  });

  it("when IMS_REGIONS leads to no usable file", async () => {
    const file = path.join(folder.path, "regions.json");
    await writeFile(file, '[{ "id": "eu-west-0", "zones": [] }]');
    expectOneLine(
      await refusedStart({ dataDir: folder.path, env: { IMS_REGIONS: file } }),
      /^IMS_REGIONS: .+regions\.json is not usable at 0\.zones/,
    );
    const missing = await refusedStart({ dataDir: folder.path, env: { IMS_REGIONS: "/nowhere" } });
    expectOneLine(missing, /^IMS_REGIONS: \/nowhere cannot be read/);
  });

  it("when the data folder is read-only", async () => {
    const dataDir = path.join(folder.path, "read-only");
    await mkdir(dataDir);
    expectOneLine(
      await refusedStart({ dataDir, command: onFileSystem(dataDir, "ro") }),
      /^The data folder .+read-only cannot be written \(EROFS\)\. .*IMS_DATA_DIR/,
    );
  });

  it("when the data folder cannot be made", async () => {
    await writeFile(path.join(folder.path, "file"), "");
    expectOneLine(
      await refusedStart({ dataDir: path.join(folder.path, "file/data") }),
      /^The data folder .+ cannot be written \(ENOTDIR\)/,
    );
  });

  it.each([
    ["full", "size=4k"],
    ["too small for a database", "size=200m"],
  ])("when the disk of the data folder is %s", async (_, options) => {
    const dataDir = path.join(folder.path, `disk-${options}`);
    await mkdir(dataDir);
    expectOneLine(
      await refusedStart({ dataDir, command: onFileSystem(dataDir, options) }),
      /^The data folder .+ has less than 256 MiB of room left\. .*IMS_DATA_DIR/,
    );
  });

  it("when a Debian package is missing and it may not install it: which, what for, and the line to run", async () => {
    const tools = path.join(folder.path, "tools");
    await mkdir(tools);
    await symlink(process.execPath, path.join(tools, "node"));
    const refused = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = { PATH: tools, HOME: folder.path, NODE_ENV: "production" } as const;
      execFile(process.execPath, [path.join(root, "scripts/start.mjs")], { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
      );
    });
    expectOneLine(
      refused,
      /^Missing: qemu-img \(reads and writes disk formats\), .+\. Run: sudo apt-get install -y --no-install-recommends qemu-utils /,
    );
  });
});
