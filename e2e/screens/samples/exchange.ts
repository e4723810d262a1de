import { randomBytes } from "node:crypto";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { minutesAgo } from "../world";

const PLATFORM = {
  osFamily: "linux",
  osPlatform: "openEuler",
  osVersion: "openEuler 20.03 64bit",
  osBits: 64,
  architecture: "x86" as const,
  minDiskGb: 40,
};

/** What goes between accounts: shares given and received in every state, offers in the market and before it. */
export async function layOutExchange(owner: Actor, imageId: string): Promise<void> {
  const suffix = randomBytes(2).toString("hex");
  const [partner, stranger] = [await anAccount({ name: `cirrus-${suffix}` }), await anAccount({ name: `stratus-${suffix}` })];
  const give = async (from: Actor, name: string, status: "pending" | "accepted" | "rejected", minutes: number) => {
    const image = await anImage(from, { ...PLATFORM, name, status: "active" });
    const createdAt = minutesAgo(minutes);
    await db().imageMember.create({
      data: { imageId: image.id, accountId: owner.accountId, projectId: projectOf(owner).id, status, createdAt },
    });
  };
  await give(partner.owner, "golden-openeuler-2026.11", "accepted", 4_000);
  await give(partner.owner, "golden-openeuler-2026.12", "pending", 30);
  await give(stranger.owner, "vpn-gateway", "pending", 12);
  await give(stranger.owner, "old-vpn-gateway", "rejected", 9_000);
  for (const [account, status] of [
    [partner, "accepted"],
    [stranger, "pending"],
  ] as const)
    await db().imageMember.create({ data: { imageId, accountId: account.id, projectId: projectOf(account.owner).id, status } });
  const offer = async (name: string, status: "pending" | "approved", summary: string) => {
    const listing = {
      vendor: "Cirrus Software",
      summary,
      software: ["postgresql 16.4", "pgbouncer 1.23", "patroni 3.3"],
      pricePerHour: 1.28,
    };
    const reviewed = status === "approved" ? { reviewedAt: minutesAgo(600), reviewedBy: "admin" } : {};
    await anImage(partner.owner, {
      ...PLATFORM,
      name,
      status: "active",
      published: true,
      listing: { create: { ...listing, status, ...reviewed } },
    });
  };
  await offer("Database cluster node", "approved", "A PostgreSQL node that joins its cluster by itself");
  await offer("Database cluster node, next", "pending", "With PostgreSQL 17");
}
