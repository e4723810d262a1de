import { expect, expectAccessible, inEveryLanguage, test } from "./fixtures";

inEveryLanguage(() => {
  test("leads a visitor without an account from the sign-in page to how to get one and first steps (ACC-05)", async ({ page, console }) => {
    const { say } = console;
    await page.goto("/login");
    await page.getByRole("link", { name: say("session.howToBegin") }).click();
    await expect(page.getByRole("heading", { level: 1, name: say("shell.helpTopics.start") })).toBeVisible();
    await expect(page.getByRole("heading", { name: say("help.articles.start.sections.account.title") })).toBeVisible();
    await expect(page.getByText(say("help.articles.start.sections.first.step1"))).toBeVisible();
    await page
      .getByRole("navigation")
      .getByRole("link", { name: say("help.title"), exact: true })
      .click();
    await page.getByRole("searchbox", { name: say("help.search") }).fill("QCOW2");
    await page.getByRole("button", { name: say("help.find"), exact: true }).click();
    await page.getByRole("link", { name: say("shell.helpTopics.formats"), exact: true }).click();
    const row = page.getByRole("row").filter({ hasText: /^QCOW2/ });
    await expect(row.getByRole("cell", { name: say("help.yes"), exact: true })).toHaveCount(2);
    await expect(
      page
        .getByRole("row")
        .filter({ hasText: /^VHDX/ })
        .getByRole("cell", { name: say("help.no"), exact: true }),
    ).toHaveCount(1);
    await expect(page.getByRole("table").getByRole("row")).toHaveCount(12);
  });

  test("leads from a refused file to how to convert it, with lines to copy (PRI-22, FMT-16)", async ({ page, console, tenant }) => {
    const { say } = console;
    await console.signIn(tenant.name, tenant.password);
    await console.createBucket(`help-${tenant.name}`.toLowerCase().slice(0, 60));
    const buffer = Buffer.from("1f8b0800000000000003", "hex");
    await page.locator("input[type=file]").setInputFiles({ name: "disk.tar.gz", mimeType: "application/gzip", buffer });
    const opened = page.waitForEvent("popup");
    await page.getByRole("link", { name: say("shell.learnMore", { topic: say("shell.helpTopics.convert") }) }).click();
    const guide = await opened;
    await expect(guide.getByRole("heading", { level: 1, name: say("shell.helpTopics.convert") })).toBeVisible();
    await expect(guide.getByText("qemu-img convert -p -f vmdk -O qcow2 disk.vmdk disk.qcow2")).toBeVisible();
    await expect(guide.getByText("ims-img convert --verify disk.qcow2 disk.zvhd2")).toBeVisible();
    await expectAccessible(guide);
  });

  test("helps to choose where regions and zones are chosen (REG-06, REG-07)", async ({ page, console, tenant }) => {
    const { say } = console;
    await console.signIn(tenant.name, tenant.password);
    await page.locator("header button:has(svg.lucide-map-pin)").click();
    const opened = page.waitForEvent("popup");
    await page.getByRole("link", { name: say("shell.learnMore", { topic: say("shell.helpTopics.regions") }) }).click();
    const guide = await opened;
    for (const key of ["region.point1", "zone.point1", "zone.point2"]) {
      const [section, point] = key.split(".");
      await expect(guide.getByText(say(`help.articles.regions.sections.${section}.${point}`))).toBeVisible();
    }
    await expect(guide.getByRole("row").filter({ hasText: "la-south-2" })).toContainText(say("help.near.inferred"));
    await expect(guide.getByRole("row").filter({ hasText: "cn-north-4" })).toContainText(say("help.near.stated"));
  });
});
