import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, type Page } from "@playwright/test";
import { db } from "@/lib/platform/db/client";
import type { Console } from "./console";
import { compareDisks } from "./disks";
import { volumeFile } from "./environment";

const PATIENCE = { timeout: 90_000, intervals: [250] };

/** Servers and disks as a person works with them, and their bytes as the host sees them. */
export class Servers {
  constructor(
    readonly page: Page,
    readonly console: Console,
  ) {}

  /** Applies for servers of the image in this list, in the smallest size, with empty data disks. */
  async apply(list: string, image: string, order: { name: string; count?: number; dataDisksGb?: readonly number[] }): Promise<void> {
    const { say } = this.console;
    await this.console.go(list);
    await this.console
      .row(image)
      .getByRole("link", { name: say("images.actions.applyServer") })
      .click();
    await this.page.getByRole("radio", { name: "s6.small.2" }).check({ force: true });
    await this.page.getByLabel(say("servers.fields.name"), { exact: true }).fill(order.name);
    await this.page.getByLabel(say("servers.fields.count"), { exact: true }).fill(String(order.count ?? 1));
    for (const [index, sizeGb] of (order.dataDisksGb ?? []).entries()) {
      await this.console.button("servers.dataDisks.add").click();
      await this.page.locator(`#disk-${index}`).fill(String(sizeGb));
    }
    await this.page.getByRole("main").locator("button[type=submit]").click();
    await this.page.waitForURL(/\/servers(\/[0-9a-f-]{36})?$/);
  }

  /** Opens the menu of the server whose page is open, and chooses. */
  async choose(item: string): Promise<void> {
    await this.console.button("servers.actions.more").click();
    await this.page.getByRole("menuitem", { name: this.console.say(item), exact: true }).click();
  }

  async open(name: string): Promise<void> {
    await this.console.go("servers");
    await this.page.getByRole("link", { name, exact: true }).click();
    await expect(this.page.getByRole("heading", { level: 1, name })).toBeVisible();
  }

  /** Fills the form that makes an image of what is chosen already, and waits until the image is Normal. */
  async makeImage(name: string): Promise<void> {
    const { say } = this.console;
    await expect(this.page.getByRole("main").locator("input[name=source]:checked")).toHaveCount(1);
    await this.page.getByLabel(say("images.fields.name"), { exact: true }).fill(name);
    const clean = this.page.getByRole("checkbox", { name: say("making.clean") });
    if ((await clean.count()) > 0) await clean.check();
    await this.console.button("making.submit").click();
    await this.page.waitForURL(/\/images\/private$/);
    await expect(this.console.row(name)).toContainText(say("images.states.normal"), { timeout: 90_000 });
  }

  /** The disks of a server once they hold everything themselves, the system disk first. */
  async disksOf(name: string): Promise<{ id: string; sizeGb: number; file: string }[]> {
    const volumes = () =>
      db().volume.findMany({
        where: { server: { name }, status: { notIn: ["deleted"] } },
        orderBy: { device: "asc" },
        select: { id: true, sizeGb: true, regionId: true, status: true },
      });
    await expect.poll(async () => (await volumes()).map(({ status }) => status === "independent"), PATIENCE).not.toContain(false);
    await expect.poll(async () => (await volumes()).length, PATIENCE).toBeGreaterThan(0);
    return (await volumes()).map(({ id, sizeGb, regionId }) => ({ id, sizeGb, file: volumeFile(regionId, id) }));
  }

  /** Writes onto a disk as the server would. */
  async write(file: string, command: string): Promise<void> {
    await promisify(execFile)("qemu-io", ["-f", "qcow2", "-c", `write -q ${command}`, file]);
  }

  async expectSame(a: string, b: string): Promise<void> {
    expect(await compareDisks({ file: a, format: "qcow2" }, { file: b, format: "qcow2" })).toBe("Images are identical.");
  }
}
