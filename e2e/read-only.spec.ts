import { MIB } from "@/lib/disk/model";
import { hashPassword } from "@/lib/iam/password";
import { db } from "@/lib/platform/db/client";
import { anAccount } from "@/lib/testing/factories";
import { aBucket } from "@/lib/testing/objects";
import { anImageOf } from "@/lib/testing/sized-images";
import { expect, expectAccessible, inEveryLanguage, test } from "./fixtures";

const PASSWORD = "Right-pass-1234";

inEveryLanguage(() => {
  test("tells a reader why it may change nothing, and lets it as soon as that is granted (IAM-16)", async ({
    page,
    console,
    database: _,
  }) => {
    test.setTimeout(60_000);
    const { say } = console;
    const account = await anAccount();
    const reader = await account.userWith("IMS ReadOnlyAccess");
    await db().user.update({ where: { id: reader.userId }, data: { passwordHash: await hashPassword(PASSWORD) } });
    await anImageOf(account.owner, 3 * MIB, { name: "to-look-at" });
    const bucket = await aBucket(account.owner);
    const reason = (action: string) => say("ui.refusedAction", { action });
    const isRefused = async (name: string, action: string) => {
      const button = console.button(name).first();
      await expect(button).toHaveAttribute("aria-disabled", "true");
      await expect(button).toHaveAccessibleDescription(reason(action));
    };
    await page.goto("/");
    await console.fillSignIn(account.name, PASSWORD, reader.userName);
    await console.go("privateImages");

    await isRefused("images.create", "ims:serverImages:create");
    await console.button("images.create").hover();
    await expect(page.getByRole("tooltip")).toContainText(reason("ims:serverImages:create"));
    await isRefused("images.actions.applyServer", "ecs:servers:create");
    const more = console.row("to-look-at").getByRole("button", { name: say("common.moreFor", { name: "to-look-at" }) });
    const item = (name: string) => page.getByRole("menuitem", { name: new RegExp(`^${say(name)}( |$)`) }); // its reason is part of its name
    await more.click();
    await expect(item("images.actions.delete")).toHaveAttribute("aria-disabled", "true");
    await expect(item("images.actions.delete")).toContainText(reason("ims:images:delete"));
    await expect(item("exchange.actions.share")).toContainText(reason("ims:images:share"));
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("checkbox", { name: say("ui.selectRow", { name: "to-look-at" }) }).check();
    await isRefused("manage.delete.confirm", "ims:images:delete");
    await page.keyboard.press("Control+k");
    const create = page.getByRole("option", { name: say("images.create") });
    await expect(create).toHaveAttribute("aria-disabled", "true");
    await expect(create).toContainText(reason("ims:serverImages:create"));
    await page.keyboard.press("Escape");
    await console.go("volumes");
    await isRefused("volumes.create", "evs:volumes:create");
    await console.go("buckets");
    await isRefused("objects.createBucket", "obs:buckets:create");
    await page.getByRole("link", { name: bucket.name }).click();
    await expect(page.locator("input[type=file]")).toBeDisabled();
    await expect(page.getByText(reason("obs:objects:create"))).toBeVisible();

    const { groupId } = await db().groupMember.findFirstOrThrow({ where: { userId: reader.userId } });
    await db().grant.updateMany({ where: { groupId }, data: { permission: "IMS FullAccess" } });
    await page.evaluate(() => window.dispatchEvent(new Event("focus"))); // as one who comes back to the window
    await expect(page.locator("input[type=file]")).toBeEnabled();
    await console.go("privateImages");
    await expect(page.getByRole("link", { name: say("images.create"), exact: true })).toBeVisible();
    await more.click();
    await expect(item("images.actions.delete")).not.toHaveAttribute("aria-disabled");
    await page.keyboard.press("Escape");
    await console.go("volumes");
    await isRefused("volumes.create", "evs:volumes:create"); // of images alone it was granted everything
  });
});
