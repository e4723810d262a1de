import { expect, it } from "vitest";
import type { Actor } from "@/lib/platform/operation/actor";
import { tagServer } from "@/lib/servers/commands/tag-server";
import { getServer } from "@/lib/servers/queries/get-server";
import { listServers } from "@/lib/servers/queries/list-servers";
import { parseServerSearch } from "@/lib/servers/schemas";
import { toSearchParams as toServerSearch } from "@/lib/servers/search";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aServer, aVolume } from "@/lib/testing/server-records";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { tagVolume } from "@/lib/volumes/commands/tag-volume";
import { listVolumes } from "@/lib/volumes/queries/list-volumes";
import { parseVolumeSearch } from "@/lib/volumes/schemas";
import { toSearchParams as toVolumeSearch } from "@/lib/volumes/search";
import type { TagChanges } from "./schemas";

testDatabase();

interface Tagged {
  readonly name: string;
  make(actor: Actor, tags?: string[]): Promise<string>;
  tag(actor: Actor, id: string, changes: Partial<TagChanges>): Promise<{ tags: readonly string[] }>;
  listed(actor: Actor, tags: string): Promise<string[]>;
}

/** Cloud servers, bare metal servers and disks as one thing that carries tags. */
const KINDS: readonly Tagged[] = [
  ...(["ecs", "bms"] as const).map((kind) => ({
    name: kind,
    make: (actor: Actor, tags: string[] = []) => aServer(actor, { kind, tags }),
    tag: (actor: Actor, serverId: string, changes: Partial<TagChanges>) => tagServer(actor, { serverId, ...changes }),
    listed: async (actor: Actor, tags: string) =>
      (await listServers(actor, { ...parseServerSearch({ tags }), kind })).items.map(({ id }) => id),
  })),
  {
    name: "disk",
    make: (actor, tags = []) => aVolume(actor, { tags, bootable: false }),
    tag: (actor, volumeId, changes) => tagVolume(actor, { volumeId, ...changes }),
    listed: async (actor, tags) => (await listVolumes(actor, parseVolumeSearch({ tags }))).items.map(({ id }) => id),
  },
];

const tagged = (key: string, value = "") => ({ key, value });

it.each(KINDS)(
  "adds, changes and removes tags of a $name, audited; lists filtered by them follow at once (REL-08, MNG-05)",
  async ({ make, tag, listed }) => {
    const { owner } = await anAccount();
    const [id, other] = [await make(owner), await make(owner, ["env=dev", "critical"])];
    const asked = inNewRequest(owner);
    expect(await tag(asked, id, { set: [tagged("env", "dev"), tagged("team", "a=b")] }).catch((error: unknown) => error)).toMatchObject({
      code: "invalidArgument",
    });
    await tag(asked, id, { set: [tagged("env", "dev"), tagged("team", "blue")] });
    expect(await tracesOf(asked)).toMatchObject([
      { trace: "updateTags", outcome: "refused" },
      { trace: "updateTags", outcome: "done", resourceId: id },
    ]);
    expect((await listed(owner, "env=dev")).toSorted()).toEqual([id, other].toSorted());
    expect(await listed(owner, "env,team=blue")).toEqual([id]);
    expect(await listed(owner, "critical")).toEqual([other]);
    expect((await tag(owner, id, { set: [tagged("env", "prod")], removeKeys: ["team"] })).tags).toEqual(["env=prod"]);
    expect(await listed(owner, "env=dev")).toEqual([other]);
    expect(await listed(owner, "team")).toEqual([]);
  },
);

it.each(KINDS)(
  "lets a $name have ten tags and refuses the eleventh, also of two at the same time (MNG-06, LIM-50)",
  async ({ make, tag, listed }) => {
    const { owner } = await anAccount();
    const tags = Array.from({ length: 9 }, (_, n) => tagged(`k${n}`));
    const id = await make(owner);
    await tag(owner, id, { set: tags });
    const both = await Promise.allSettled([tag(owner, id, { set: [tagged("a")] }), tag(owner, id, { set: [tagged("b")] })]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of both)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "tagLimitExceeded", detail: { limit: 10 } });
    await tag(owner, id, { set: [tagged("k0", "changed")] });
    await tag(owner, id, { set: [tagged("c")], removeKeys: ["k1"] });
    expect(await listed(owner, "k0=changed,c")).toEqual([id]);
  },
);

it.each(KINDS)("is refused to who may only read, and shows nobody else's tags of a $name (IAM-12)", async ({ make, tag, listed }) => {
  const account = await anAccount();
  const id = await make(account.owner, ["env=dev"]);
  const reader = await account.userWith("IMS ReadOnlyAccess");
  await expect(tag(reader, id, { set: [tagged("a")] })).rejects.toMatchObject({ code: "permissionDenied" });
  const stranger = (await anAccount()).owner;
  await expect(tag(stranger, id, { set: [tagged("a")] })).rejects.toMatchObject({ code: "notFound" });
  expect(await listed(stranger, "env")).toEqual([]);
});

it("shows the tags of a server and of its disks on its page", async () => {
  const { owner } = await anAccount();
  const serverId = await aServer(owner, { tags: ["env=dev"] });
  await aVolume(owner, { serverId, device: "vdb", bootable: false, tags: ["data"] });
  const server = await getServer(owner, { serverId });
  expect([server.tags, server.volumes.map(({ tags }) => tags)]).toEqual([["env=dev"], [[], ["data"]]]);
});

it("keeps the tags of a filter in the address", () => {
  const tags = ["env=dev", "项目"];
  expect(parseServerSearch(Object.fromEntries(toServerSearch({ ...parseServerSearch({}), tags }))).tags).toEqual(tags);
  expect(parseVolumeSearch(Object.fromEntries(toVolumeSearch({ ...parseVolumeSearch({}), tags }))).tags).toEqual(tags);
  expect(parseServerSearch({ tags: "a b" }).tags).toEqual([]);
});
