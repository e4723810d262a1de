import { afterAll, beforeAll, expect, it } from "vitest";
import { ApiClient } from "@/lib/testing/api-client";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { testDatabase } from "@/lib/testing/database";

process.env.IMS_PUBLIC_URL = "https://images.example.org";
testDatabase();

let server: ByteServer;
let api: ApiClient;
beforeAll(async () => {
  server = await startByteServer();
  api = ApiClient.anonymous(server.origin);
});
afterAll(() => server.close());

it("answers calls of the API over HTTPS only, where its public address is one (SEC-09)", async () => {
  const over = (protocol: string | undefined) => api.get("/v3", protocol === undefined ? {} : { "x-forwarded-proto": protocol });
  expect([(await over(undefined)).status, (await over("http")).status, (await over("https")).status]).toEqual([403, 403, 200]);
  const refused = await api.get("/v2/images");
  expect(refused.status).toBe(403);
  expect(JSON.stringify(refused.body)).toContain("HTTPS");
});
