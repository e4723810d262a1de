import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "@/lib/iam/password";
import { db } from "@/lib/platform/db/client";
import { ApiClient } from "@/lib/testing/api-client";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";

testDatabase();

const PASSWORD = "a password for tests";
let passwordHash = "";
let server: ByteServer;
let api: ApiClient;
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
  server = await startByteServer();
  api = ApiClient.anonymous(server.origin);
});
afterAll(() => server.close());

async function aTenant() {
  const account = await anAccount({ ownerPasswordHash: passwordHash });
  return { account, project: projectOf(account.owner), user: { name: account.name, domain: { name: account.name }, password: PASSWORD } };
}

function tokenRequest(user: object, scope?: object | string) {
  return { auth: { identity: { methods: ["password"], password: { user } }, ...(scope === undefined ? {} : { scope }) } };
}

interface Token {
  readonly user: { id: string; name: string; domain: { id: string; name: string } };
  readonly project?: { id: string; name: string; domain: { name: string } };
  readonly roles?: readonly { name: string }[];
  readonly catalog?: readonly { type: string; endpoints: readonly { interface: string; region: string; url: string }[] }[];
  readonly expires_at: string;
}

const tokenOf = ({ body }: { body: Record<string, unknown> }) => body.token as Token;

async function aToken(user: object, scope?: object) {
  const answer = await api.post("/v3/auth/tokens", tokenRequest(user, scope));
  expect(answer.status).toBe(201);
  return answer.headers.get("x-subject-token") ?? "";
}

describe("asking for a token", () => {
  it("answers one for a project by id or by name and account, with a catalogue of its region", async () => {
    const { account, project, user } = await aTenant();
    for (const scope of [
      { project: { id: project.id } },
      { project: { name: "cn-north-4", domain: { name: account.name } } },
      { project: { name: "cn-north-4", domain: { id: account.id } } },
    ]) {
      const answer = await api.post("/v3/auth/tokens", tokenRequest(user, scope));
      expect([answer.status, answer.headers.get("x-subject-token")]).toEqual([201, expect.stringMatching(/^[\w-]{43}$/)]);
      const token = tokenOf(answer);
      expect(token).toMatchObject({
        methods: ["password"],
        user: { name: account.name, domain: { id: account.id, name: account.name } },
        project: { id: project.id, name: "cn-north-4" },
        roles: [{ name: "member" }, { name: "reader" }],
      });
      const image = token.catalog?.find(({ type }) => type === "image");
      expect(image?.endpoints.map((endpoint) => [endpoint.interface, endpoint.region])).toEqual([
        ["public", "cn-north-4"],
        ["internal", "cn-north-4"],
        ["admin", "cn-north-4"],
      ]);
      expect(new Date(token.expires_at).getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    }
  });

  it("answers one for no project, without a catalogue, which can do nothing in a region (REG-08)", async () => {
    const { account, user } = await aTenant();
    const answer = await api.post("/v3/auth/tokens", tokenRequest({ ...user, domain: { id: account.id } }, "unscoped"));
    expect(answer.status).toBe(201);
    expect(tokenOf(answer)).not.toHaveProperty("catalog");
    const nowhere = await api.get("/v2/images", { "x-auth-token": answer.headers.get("x-subject-token") ?? "" });
    expect([nowhere.status, nowhere.body.message]).toEqual([400, expect.stringContaining("No region was named")]);
    const byId = tokenRequest({ id: tokenOf(answer).user.id, password: PASSWORD });
    expect((await api.post("/v3/auth/tokens", byId)).status).toBe(201);
  });

  it("refuses a wrong password, an unknown user and a foreign project alike, and records it (IAM-03, SEC-11)", async () => {
    const [mine, other] = [await aTenant(), await aTenant()];
    const reader = await mine.account.userWith("IMS ReadOnlyAccess", { regionId: "cn-south-1" });
    await db().user.update({ where: { id: reader.userId }, data: { passwordHash } });
    const answers = await Promise.all(
      [
        tokenRequest({ ...mine.user, password: "wrong password" }),
        tokenRequest({ ...mine.user, name: "nobody" }),
        tokenRequest({ ...mine.user, domain: { id: "default" } }),
        tokenRequest(mine.user, { project: { id: other.project.id } }),
        tokenRequest(mine.user, { project: { id: "nope" } }),
        tokenRequest(mine.user, { project: { name: "cn-north-4", domain: { name: other.account.name } } }),
        tokenRequest({ id: reader.userId, password: PASSWORD }, { project: { id: mine.project.id } }),
      ].map((body) => api.post("/v3/auth/tokens", body)),
    );
    for (const answer of answers) {
      expect([answer.status, answer.body]).toEqual([
        401,
        { error: { code: 401, message: "The request you have made requires authentication.", title: "Unauthorized" } },
      ]);
    }
    const refused = await db().auditTrace.findMany({ where: { accountId: mine.account.id, trace: "login", outcome: "refused" } });
    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(JSON.stringify(refused)).not.toContain("password");
  });

  it("refuses what is no token request", async () => {
    const { user } = await aTenant();
    const cases: [unknown, number][] = [
      [{}, 400],
      [[], 400],
      [tokenRequest({ ...user, name: 5 }), 400],
      [tokenRequest({ ...user, name: "a\0" }), 400],
      [{ auth: { identity: { methods: ["token"], token: { id: "x" } } } }, 401],
      [tokenRequest(user, { system: { all: true } }), 401],
    ];
    for (const [body, status] of cases) expect([body, (await api.post("/v3/auth/tokens", body)).status]).toEqual([body, status]);
    expect((await api.get("/v3/users")).status).toBe(404);
  });
});

describe("a token", () => {
  it("can be looked at and ended by its user, and by nobody else", async () => {
    const [mine, other] = [await aTenant(), await aTenant()];
    const token = await aToken(mine.user, { project: { id: mine.project.id } });
    const stranger = await aToken(other.user);
    const path = "/v3/auth/tokens";
    const shown = await api.get(path, { "x-auth-token": token, "x-subject-token": token });
    expect([shown.status, tokenOf(shown).project?.id]).toEqual([200, mine.project.id]);
    expect((await api.send("HEAD", path, undefined, { "x-auth-token": token, "x-subject-token": token })).status).toBe(200);
    for (const method of ["GET", "HEAD", "DELETE"]) {
      expect((await api.send(method, path, undefined, { "x-auth-token": stranger, "x-subject-token": token })).status).toBe(404);
      expect((await api.send(method, path, undefined, { "x-subject-token": token })).status).toBe(401);
    }
    expect((await api.get(path, { "x-auth-token": token })).status).toBe(400);
    expect((await api.send("DELETE", path, undefined, { "x-auth-token": token, "x-subject-token": token })).status).toBe(204);
    expect((await api.get("/v2/images", { "x-auth-token": token })).status).toBe(401);
  });

  it("names the projects in which its user holds a grant, and where they answer (IAM-03)", async () => {
    const { account, project, user } = await aTenant();
    const headers = { "x-auth-token": await aToken(user, { project: { id: project.id } }) };
    for (const path of ["/v3/auth/projects", "/v3/projects"]) {
      const { projects } = (await api.get(path, headers)).body as { projects: { name: string; domain_id: string }[] };
      expect(projects.map(({ name, domain_id }) => [name, domain_id])).toContainEqual(["cn-north-4", account.id]);
    }
    expect((await api.get("/v3/projects?name=cn-south-1", headers)).body.projects).toMatchObject([{ name: "cn-south-1" }]);
    expect((await api.get(`/v3/projects/${project.id}`, headers)).body.project).toMatchObject({ name: "cn-north-4" });
    expect((await api.get("/v3/projects/nope", headers)).status).toBe(404);
    expect((await api.get("/v3/auth/catalog", headers)).body.catalog).toMatchObject([{ type: "identity" }, { type: "image" }]);
  });
});
