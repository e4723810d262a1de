import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { readsAs } from "@/lib/testing/servers";
import { expect, test } from "./fixtures";
import { type Disks, layOutDisks } from "./pages/disks";
import { Servers } from "./pages/servers";
import { LANGUAGES } from "./pages/words";

let folder: string;
let disks: Disks;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-e2e-"));
  disks = await layOutDisks(folder);
});

test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** How the dialog begins to say what hangs on the key. */
const ONE_DISK = { "zh-CN": "1 块云硬盘", en: "One disk" };

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ language });

    test("makes a key, encrypts a disk under it, rotates it, stops it, and takes its deletion back (REL-04)", async ({
      page,
      console,
      tenant,
    }) => {
      const { say } = console;
      await console.signIn(tenant.name, tenant.password);
      await console.go("keys");
      await expect(page.getByText(say("keys.empty.title"))).toBeVisible();

      await console.button("keys.create.title").first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel(say("keys.fields.name")).fill("not allowed");
      await dialog.getByRole("button", { name: say("keys.create.confirm"), exact: true }).click();
      await expect(dialog.getByText(say("keys.problems.keyNameCharacters"))).toBeVisible();
      await dialog.getByLabel(say("keys.fields.name")).fill("team/images");
      await dialog.getByRole("button", { name: say("keys.create.confirm"), exact: true }).click();
      await expect(console.row("team/images")).toContainText(say("keys.states.enabled"));

      await console.go("volumes");
      await console.button("volumes.create").first().click();
      await dialog.getByLabel(say("volumes.fields.name"), { exact: true }).fill("payments-data");
      await dialog.getByRole("checkbox", { name: say("servers.dataDisks.encrypt", { number: "1" }) }).check();
      await dialog.getByRole("combobox", { name: say("common.keyChoice.label"), exact: true }).selectOption({ label: "team/images" });
      await dialog.getByRole("button", { name: say("volumes.create"), exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(console.row("payments-data")).toContainText(say("servers.diskStates.independent"), { timeout: 30_000 });
      await console.row("payments-data").getByRole("link", { name: "team/images" }).click();
      await expect(console.value(say("keys.fields.disks"))).toHaveText("1");
      await console.go("keys");

      const change = async (name: string) => {
        const own = page.getByRole("button", { name: say("keys.change"), exact: true });
        await own.or(page.getByRole("button", { name: say("keys.moreFor", { name: "team/images" }) })).click();
        await page.getByRole("menuitem", { name: say(`keys.changes.${name}.label`), exact: true }).click();
        await expect(dialog).toBeVisible();
      };
      const confirm = (name: string) => dialog.getByRole("button", { name: say(`keys.changes.${name}.confirm`), exact: true });
      for (const [name, state] of [
        ["rotate", "enabled"],
        ["disable", "disabled"],
        ["enable", "enabled"],
      ] as const) {
        await change(name);
        if (name === "disable") await expect(dialog).toContainText(ONE_DISK[language]);
        await confirm(name).click();
        await expect(dialog).toBeHidden();
        await expect(console.row("team/images")).toContainText(say(`keys.states.${state}`));
      }

      await page.getByRole("link", { name: "team/images" }).click();
      await expect(console.value(say("keys.fields.version"))).toHaveText("2");
      await change("scheduleDeletion");
      await expect(confirm("scheduleDeletion")).toBeDisabled();
      await dialog.getByLabel(say("keys.days.label")).fill("30");
      await dialog.getByRole("textbox").last().fill("team/images");
      await confirm("scheduleDeletion").click();
      await expect(page.getByText(say("keys.states.pendingDeletion"), { exact: true })).toBeVisible();
      await change("cancelDeletion");
      await confirm("cancelDeletion").click();
      await expect(page.getByText(say("keys.states.disabled"), { exact: true })).toBeVisible();
    });

    test("makes a server of an encrypted image, whose disk is sealed on the host and holds the bytes of the file (SEC-01, SEC-02, USE-01)", async ({
      page,
      console,
      tenant,
      database: _,
    }) => {
      const { say } = console;
      const servers = new Servers(page, console);
      await console.signIn(tenant.name, tenant.password);
      await console.createBucket(`sealed-${tenant.name}`);
      await console.upload([disks.qcow2]);
      await console
        .row("mini-zstd.qcow2")
        .getByRole("link", { name: say("objects.actions.register") })
        .click();
      await expect(page.getByRole("radio", { name: "mini-zstd.qcow2" })).toBeChecked();
      await console.button("images.wizard.next").click();
      await page.getByLabel(say("images.fields.name"), { exact: true }).fill("sealed");
      await page.locator("#encrypted").getByRole("checkbox").check();
      await console.button("images.wizard.next").click();
      await console.button("images.wizard.submit").click();
      await page.waitForURL(/\/images\/private$/);
      await expect(console.row("sealed")).toContainText(say("images.states.normal"), { timeout: 60_000 });

      const name = `vault-${tenant.name}`;
      await servers.apply("privateImages", "sealed", { name });
      const [disk] = await servers.disksOf(name);
      const { stdout } = await promisify(execFile)("qemu-img", ["info", "--output=json", disk?.file ?? ""]);
      expect(JSON.parse(stdout)).toMatchObject({ encrypted: true, "format-specific": { data: { encrypt: { format: "luks" } } } });
      expect(await readsAs({ path: disk?.file ?? "" }, disks.raw)).toBe(true);
    });
  });
}
