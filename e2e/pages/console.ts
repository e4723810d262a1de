import { expect, type Locator, type Page } from "@playwright/test";
import { type Language, words } from "./words";

/** Where a signed-in user is: one project in one region. */
export interface Place {
  readonly region: string;
  readonly project: string;
}

/** The console as a person uses it, in one language. */
export class Console {
  readonly say: ReturnType<typeof words>;

  constructor(
    readonly page: Page,
    language: Language,
  ) {
    this.say = words(language);
  }

  async signIn(account: string, password: string): Promise<Place> {
    await this.page.goto("/");
    await this.fillSignIn(account, password);
    await this.page.waitForURL(/\/r\/[^/]+\/p\/[^/]+/);
    const [, region = "", project = ""] = /\/r\/([^/]+)\/p\/([^/]+)/.exec(this.page.url()) ?? [];
    return { region, project };
  }

  /** Fills the sign-in form that is open and sends it off; the owner of an account has its name. */
  async fillSignIn(account: string, password: string, user = account): Promise<void> {
    await this.page.getByLabel(this.say("session.account"), { exact: true }).fill(account);
    await this.page.getByLabel(this.say("session.user"), { exact: true }).fill(user);
    await this.page.getByLabel(this.say("session.password"), { exact: true }).fill(password);
    await this.page.getByRole("button", { name: this.say("session.submit") }).click();
  }

  /** Goes somewhere by the navigation. */
  async go(item: string): Promise<void> {
    const navigation = this.page.getByRole("navigation", { name: this.say("shell.mainNavigation") });
    await navigation.getByRole("link", { name: this.say(`shell.pages.${item}`), exact: true }).click();
    await expect(this.page.getByRole("heading", { level: 1 })).toContainText(this.say(`shell.pages.${item}`));
  }

  async createBucket(name: string): Promise<void> {
    await this.go("buckets");
    await this.button("objects.createBucket").first().click();
    await this.page.getByLabel(this.say("objects.bucketName")).fill(name);
    await this.page
      .getByRole("dialog")
      .getByRole("button", { name: this.say("objects.create"), exact: true })
      .click();
    await expect(this.page.getByRole("heading", { level: 1, name })).toBeVisible();
  }

  /** Uploads files into the bucket that is open, and waits until each is whole on both sides. */
  async upload(files: readonly string[]): Promise<void> {
    await this.page.locator("input[type=file]").setInputFiles([...files]);
    await expect(this.uploads().getByText(this.say("shell.uploads.states.done"))).toHaveCount(files.length, { timeout: 60_000 });
  }

  uploads(): Locator {
    return this.page.getByRole("region", { name: this.say("shell.uploads.title") });
  }

  /** From the bucket that is open: source is chosen, found values are taken, the image gets this name. */
  async register(fileName: string, imageName: string): Promise<void> {
    await this.row(fileName)
      .getByRole("link", { name: this.say("objects.actions.register") })
      .click();
    await expect(this.page.getByRole("radio", { name: fileName })).toBeChecked();
    await this.button("images.wizard.next").click();
    await this.page.getByLabel(this.say("images.fields.name"), { exact: true }).fill(imageName);
    await this.button("images.wizard.next").click();
    await expect(this.page.getByRole("main")).toContainText(imageName);
    await this.button("images.wizard.submit").click();
    await this.page.waitForURL(/\/images\/private$/);
  }

  /** By its keys, which are heard once the page is at work. Answers where one types. */
  async openPalette(): Promise<Locator> {
    const box = this.page.getByRole("dialog").getByRole("combobox");
    await expect(async () => {
      if (!(await box.isVisible())) await this.page.keyboard.press("Control+k");
      await expect(box).toBeVisible({ timeout: 1_000 });
    }).toPass();
    return box;
  }

  row(name: string): Locator {
    return this.page.getByRole("row").filter({ hasText: name });
  }

  button(path: string): Locator {
    return this.page.getByRole("button", { name: this.say(path), exact: true });
  }

  /** The value that stands under a label on a detail page. */
  value(label: string): Locator {
    return this.page
      .getByRole("main")
      .locator("dt", { hasText: new RegExp(`^${label}$`) })
      .locator("xpath=following-sibling::dd[1]");
  }
}
