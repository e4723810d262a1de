import { afterAll, beforeAll, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import { ApiClient } from "@/lib/testing/api-client";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { testDatabase } from "@/lib/testing/database";

testDatabase();

let server: ByteServer;
let api: ApiClient;
beforeAll(async () => {
  server = await startByteServer();
  api = ApiClient.anonymous(server.origin);
});
afterAll(() => server.close());

it("lists the image API's versions to programs, at / as a choice and at /versions as a list (ACC-02)", async () => {
  const [choice, list] = [await api.get("/"), await api.get("/versions")];
  expect([choice.status, list.status]).toEqual([300, 200]);
  expect(choice.body).toEqual(list.body);
  const versions = list.body.versions as { id: string; status: string; links: { href: string }[] }[];
  expect(versions[0]).toEqual({ id: "v2.7", status: "CURRENT", links: [{ rel: "self", href: `${env().publicUrl}/v2/` }] });
  expect(versions.filter(({ status }) => status === "CURRENT")).toHaveLength(1);
});

it("leaves / to the console when a browser, or the console's own navigation, asks", async () => {
  expect((await api.get("/", { accept: "text/html,application/xhtml+xml,*/*;q=0.8" })).status).toBe(404);
  expect((await api.get("/", { accept: "*/*", rsc: "1" })).status).toBe(404);
});

it("tells the version of the identity API, and where /v2 begins", async () => {
  for (const path of ["/v3", "/v3/"]) expect((await api.get(path)).body.version).toMatchObject({ id: "v3.14", status: "stable" });
  const moved = await api.get("/v2");
  expect([moved.status, moved.headers.get("location")]).toEqual([302, `${env().publicUrl}/v2/`]);
});
