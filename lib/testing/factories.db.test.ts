import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { isAllowed } from "@/lib/platform/operation/authorize";
import { testDatabase } from "./database";
import { anAccount, projectOf } from "./factories";

testDatabase();

it("opens an account whose owner has a project in every region (REG-01)", async () => {
  const account = await anAccount();
  expect(account.owner).toMatchObject({ accountId: account.id, accountOwner: true, project: { regionId: "cn-north-4" } });
  expect(projectOf(await account.ownerIn("cn-south-1")).regionId).toBe("cn-south-1");
  expect(await db().project.count({ where: { accountId: account.id } })).toBe(3);
});

it("makes users whose one grant holds where it was given (IAM-03)", async () => {
  const account = await anAccount();
  const reader = await account.userWith("IMS ReadOnlyAccess", { regionId: "cn-south-1" });
  const elsewhere = await account.inRegion(reader, "cn-north-4");
  expect(isAllowed(reader.statements, "ims:images:list", projectOf(reader).id)).toBe(true);
  expect(isAllowed(reader.statements, "ims:images:create", projectOf(reader).id)).toBe(false);
  expect(isAllowed(elsewhere.statements, "ims:images:list", projectOf(elsewhere).id)).toBe(false);
  expect((await account.userWith("none")).statements).toEqual([]);
});
