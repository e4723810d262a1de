import { randomUUID } from "node:crypto";
import { hexId } from "@/lib/iam/hex-id";
import { db } from "@/lib/platform/db/client";

export interface BareTenant {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
}

/** Many accounts with a project in one region and nobody in them, for tests that only name them. */
export async function bareTenants(count: number, regionId: string): Promise<readonly BareTenant[]> {
  const tenants = Array.from({ length: count }, () => ({ id: randomUUID(), projectId: hexId() })).map((tenant) => ({
    ...tenant,
    name: `bare-${tenant.id}`,
  }));
  await db().account.createMany({ data: tenants.map(({ id, name }) => ({ id, name })) });
  await db().project.createMany({ data: tenants.map(({ id, projectId }) => ({ id: projectId, accountId: id, regionId, name: regionId })) });
  return tenants;
}
