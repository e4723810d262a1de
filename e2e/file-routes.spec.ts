import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, inEveryLanguage, test } from "./fixtures";
import { type Disks, layOutDisks } from "./pages/disks";

let folder: string;
let disks: Disks;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-e2e-"));
  disks = await layOutDisks(folder);
});

test.afterAll(() => rm(folder, { recursive: true, force: true }));

inEveryLanguage(() => {
  test("makes an encrypted data disk image of a file, within its sizes (PRI-13, PRI-18, LIM-15)", async ({ console, tenant, page }) => {
    const { say } = console;
    const name = `data-${randomBytes(4).toString("hex")}`;
    await console.signIn(tenant.name, tenant.password);
    await console.createBucket(name);
    await console.upload([disks.qcow2]);
    await console
      .row("mini-zstd.qcow2")
      .getByRole("link", { name: say("objects.actions.register") })
      .click();
    await expect(page.getByRole("radio", { name: "mini-zstd.qcow2" })).toBeChecked();
    await page.getByRole("radio", { name: say("images.kinds.data") }).check({ force: true });
    await console.button("images.wizard.next").click();
    await page.getByLabel(say("images.fields.name"), { exact: true }).fill(name);
    const size = page.getByLabel(say("manage.wizard.dataDisk"), { exact: true });
    await size.fill("39");
    await console.button("images.wizard.next").click();
    await expect(page.getByText(say("images.problems.dataDiskRange")).first()).toBeVisible();
    await size.fill("64");
    await page.locator("#encrypted").getByRole("checkbox").check();
    await console.button("images.wizard.next").click();
    await console.button("images.wizard.submit").click();
    await page.waitForURL(/\/images\/private$/);
    const row = console.row(name);
    await expect(row).toContainText(say("images.states.normal"), { timeout: 60_000 });
    await expect(row).toContainText("64");
    await expect(row.getByRole("img", { name: say("manage.marks.encrypted") })).toBeVisible();
  });

  test("makes a system disk image together with a data disk image, tagged, and keeps the form meanwhile (PRI-05, PRI-23)", async ({
    console,
    tenant,
    page,
  }) => {
    const { say } = console;
    const name = `web-${randomBytes(4).toString("hex")}`;
    await console.signIn(tenant.name, tenant.password);
    await console.createBucket(name);
    await console.upload([disks.qcow2, disks.vhd]);
    await console
      .row("mini-zstd.qcow2")
      .getByRole("link", { name: say("objects.actions.register") })
      .click();
    await expect(page.getByRole("radio", { name: "mini-zstd.qcow2" })).toBeChecked();
    await console.button("images.wizard.next").click();
    await page.getByLabel(say("images.fields.name"), { exact: true }).fill(name);
    await console.button("manage.wizard.addDisk").click();
    await page.getByLabel(say("manage.wizard.fileOf").replace("{number}", "1")).selectOption({ label: "mini-dynamic.vhd" });
    await console.button("manage.tags.add").click();
    await page.getByPlaceholder(say("manage.tags.key")).fill("env");
    await page.getByPlaceholder(say("manage.tags.value")).fill("prod");
    await page.waitForResponse((response) => response.request().headers()["next-action"] !== undefined && response.ok());

    await page.goto(page.url().replace(/\?.*/, ""));
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("radio", { name: "mini-zstd.qcow2" })).toBeChecked();
    await console.button("images.wizard.next").click();
    await expect(page.getByPlaceholder(say("manage.tags.key"))).toHaveValue("env");
    await console.button("images.wizard.next").click();
    await console.button("images.wizard.submit").click();
    await page.waitForURL(/\/images\/private$/);
    for (const image of [name, `${name}-data-1`])
      await expect(page.getByRole("row").filter({ has: page.getByRole("link", { name: image, exact: true }) })).toContainText(
        say("images.states.normal"),
        { timeout: 60_000 },
      );
  });
});
