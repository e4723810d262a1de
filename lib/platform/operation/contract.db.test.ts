import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { listTraces } from "@/lib/audit/queries/list-traces";
import { parseTraceSearch } from "@/lib/audit/schemas";
import { listImages } from "@/lib/images/queries/list-images";
import { wholeList } from "@/lib/images/search";
import { createBucket } from "@/lib/objects/commands/create-bucket";
import { listServers } from "@/lib/servers/queries/list-servers";
import { parseServerSearch } from "@/lib/servers/schemas";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";

const folder = mkdtempSync(path.join(tmpdir(), "contracts-"));
const file = path.join(folder, "contracts.json");
writeFileSync(file, JSON.stringify({ limited: { off: ["audit", "servers"] } }));
process.env.IMS_CONTRACTS = file; // read once, at the first question
afterAll(() => rmSync(folder, { recursive: true }));

testDatabase();

const askEverything = async (owner: Awaited<ReturnType<typeof anAccount>>["owner"]) => ({
  traces: () => listTraces(owner, parseTraceSearch({})),
  servers: () => listServers(owner, parseServerSearch({})),
  images: () => listImages(owner, wholeList("private")),
  bucket: (name: string) => createBucket(owner, { name }),
});

it("switches functions off for one customer, its owner included, while its other functions go on (DOC-04)", async () => {
  const { owner } = await anAccount({ name: "limited" });
  const ask = await askEverything(owner);
  await expect(ask.traces()).rejects.toMatchObject({ code: "functionOff", detail: { function: "audit" } });
  await expect(ask.servers()).rejects.toMatchObject({ code: "functionOff", detail: { function: "servers" } });
  await expect(ask.images()).resolves.toMatchObject({ items: [] });
  await expect(ask.bucket("contract-of-limited")).resolves.toHaveProperty("bucketId");
});

it("leaves other customers everything (DOC-04)", async () => {
  const { owner } = await anAccount({ name: "unlimited" });
  const ask = await askEverything(owner);
  await expect(ask.traces()).resolves.toHaveProperty("items");
  await expect(ask.servers()).resolves.toMatchObject({ items: [] });
  await expect(ask.images()).resolves.toMatchObject({ items: [] });
});
