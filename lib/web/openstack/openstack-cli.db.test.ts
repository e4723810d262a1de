import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hashPassword } from "@/lib/iam/password";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { openstackCli } from "@/lib/testing/openstack-cli";
import { type WebProcess, webProcesses } from "@/lib/testing/web-process";

const database = testDatabase();
const run = promisify(execFile);
const PASSWORD = "a password for tests";

let processes: Awaited<ReturnType<typeof webProcesses>>;
let web: WebProcess;
let folder = "";
let source = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-openstack-"));
  source = path.join(folder, "source.qcow2");
  await run("qemu-img", ["create", "-q", "-f", "qcow2", source, "64M"]);
  await run("qemu-io", ["-f", "qcow2", "-c", "write -P 7 1M 3M", "-c", "write -P 9 40M 100k", source]);
  processes = await webProcesses(database);
  web = await processes.start({ port: await freePort() });
});
afterAll(async () => {
  await processes.remove();
  await rm(folder, { recursive: true, force: true });
});

async function aUser() {
  const account = await anAccount({ ownerPasswordHash: await hashPassword(PASSWORD) });
  return openstackCli(web.origin, { account: account.name, user: account.name, password: PASSWORD, project: "cn-north-4" });
}

it("lets the OpenStack client create, list, show, change, save and delete an image unchanged (ACC-02, ACC-03)", async () => {
  const [cli, stranger] = [await aUser(), await aUser()];
  const created = await cli("image", "create", "web base", "--disk-format", "qcow2", "--file", source, "-f", "value", "-c", "id");
  expect(created).toMatchObject({ ok: true });
  const id = created.output;

  expect((await cli("image", "list", "-f", "json")).output).toContain(id);
  const changed = await cli("image", "set", id, "--name", "web", "--property", "os_distro=debian", "--tag", "gold", "--min-disk", "40");
  expect(changed).toMatchObject({ ok: true, output: "" });
  const shown = JSON.parse((await cli("image", "show", "web", "-f", "json")).output);
  const bytes = await readFile(source);
  expect(shown).toMatchObject({
    id,
    name: "web",
    status: "active",
    tags: ["gold"],
    size: bytes.length,
    min_disk: 40,
    checksum: createHash("md5").update(bytes).digest("hex"),
    properties: { os_distro: "debian", os_hash_value: createHash("sha512").update(bytes).digest("hex") },
  });

  const saved = path.join(folder, "saved.qcow2");
  expect(await cli("image", "save", "web", "--file", saved)).toMatchObject({ ok: true });
  expect((await readFile(saved)).equals(bytes)).toBe(true);

  expect((await stranger("image", "list", "-f", "json")).output).toBe("[]");
  const refused = await stranger("image", "show", id);
  expect(refused).toMatchObject({ ok: false });
  expect(refused.problem).toContain(`No Image found for ${id}`);
  expect((await stranger("image", "delete", id)).ok).toBe(false);

  expect(await cli("image", "delete", "web")).toMatchObject({ ok: true });
  expect((await cli("image", "list", "-f", "json")).output).toBe("[]");
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
