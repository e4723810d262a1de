import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { Console } from "./pages/console";
import { compareDisks, type Disks, layOutDisks } from "./pages/disks";
import { DEMO_PASSWORD, volumeFile } from "./pages/environment";
import { LANGUAGES } from "./pages/words";

let folder: string;
let disks: Disks;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-e2e-"));
  disks = await layOutDisks(folder);
});

test.afterAll(() => rm(folder, { recursive: true, force: true }));

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ locale: language });

    test("takes a VMDK from the browser to a server whose disk holds the same bytes, and deletes both (PRI-05, PRI-06, USE-01)", async ({
      page,
    }) => {
      test.info().annotations.push({ type: "disks", description: disks.origin });
      const name = `e2e-${randomBytes(4).toString("hex")}`;
      const console = new Console(page, language);
      const { say } = console;
      const { region } = await console.signIn("alpha", DEMO_PASSWORD);
      await console.createBucket(name);
      await console.upload([disks.vmdk]);
      await expect(console.row("mini-stream.vmdk")).toContainText("Fedora 29");

      await console.register("mini-stream.vmdk", name);
      await expect(console.row(name)).toContainText(say("images.states.normal"), { timeout: 60_000 });

      await page.getByRole("link", { name, exact: true }).click();
      await expect(console.value(say("images.fields.sourceFormat"))).toHaveText("VMDK (streamOptimized)");
      await expect(console.value(say("images.fields.storedFormat"))).toHaveText("ZVHD2");
      await expect(console.value(say("images.fields.os"))).toHaveText("Fedora 29 64bit");
      await expect(console.value(say("images.fields.bootMode"))).toHaveText("BIOS");

      await page.getByRole("link", { name: say("images.actions.applyServer") }).click();
      await page.getByRole("radio", { name: "s6.small.2" }).check({ force: true });
      await page.getByLabel(say("servers.fields.name"), { exact: true }).fill(name);
      await page.getByRole("button", { name: /Create server|创建/ }).click();
      await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
      await expect(console.value(say("servers.fields.diskState"))).toHaveText(say("servers.diskStates.independent"), { timeout: 60_000 });
      const volumeId = (await console.value("ID").textContent()) ?? "";
      const volume = { file: volumeFile(region, volumeId.trim()), format: "qcow2" };
      expect(await compareDisks(volume, { file: disks.vmdk, format: "vmdk" })).toBe("Images are identical.");

      await console.button("servers.delete.action").click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: say("servers.delete.confirm") })
        .click();
      await page.waitForURL(/\/servers$/);
      await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);

      await console.go("privateImages");
      await page.getByRole("link", { name, exact: true }).click();
      await console.button("manage.more").click();
      await page.getByRole("menuitem", { name: say("images.actions.delete"), exact: true }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: say("manage.delete.confirm"), exact: true })
        .click();
      await page.waitForURL(/\/images\/private$/);
      await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);
    });
  });
}

test.describe("formats", () => {
  test.use({ locale: "en" });

  test("registers VHD, QCOW2 and RAW files side by side, each recognised by what it holds (FMT-01)", async ({ page }) => {
    const name = `e2e-${randomBytes(4).toString("hex")}`;
    const console = new Console(page, "en");
    await console.signIn("alpha", DEMO_PASSWORD);
    await console.createBucket(name);
    const bucketUrl = page.url();
    await console.upload([disks.vhd, disks.qcow2, disks.raw]);
    const expected = { "mini-dynamic.vhd": "VHD (dynamic)", "mini-zstd.qcow2": "QCOW2 (v3)", "mini.raw": "RAW" };
    for (const file of Object.keys(expected)) {
      await page.goto(bucketUrl);
      await console.register(file, `${name}-${file}`);
    }
    for (const [file, format] of Object.entries(expected)) {
      await console.go("privateImages");
      await expect(console.row(`${name}-${file}`)).toContainText("Normal", { timeout: 60_000 });
      await page.getByRole("link", { name: `${name}-${file}`, exact: true }).click();
      await expect(console.value("Original format")).toHaveText(format);
      await expect(console.value("Operating system")).toHaveText("Fedora 29 64bit");
    }
  });
});
