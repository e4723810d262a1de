import type { Screen, Seen } from "./screen";
import { STATES } from "./states";
import type { World } from "./world";

/** Every screen of the console. A new page is a new line here: pictures, axe and reflow follow by themselves. */
export const SCREENS: readonly Screen[] = [
  { name: "login", viewer: "visitor", path: "/login", absolute: true, kept: ["zh-CN.light"] },
  {
    name: "login-refused",
    viewer: "visitor",
    path: "/login",
    absolute: true,
    prepare: (seen) => seen.console.fillSignIn("nobody", "Wrong-pass-1"),
  },
  { name: "no-project", viewer: "ungranted", path: "/", absolute: true },
  { name: "overview", path: "/overview", kept: ["zh-CN.light", "en.dark"] },
  { name: "overview-empty", viewer: "newcomer", path: "/overview" },
  { name: "public-images", path: "/images/public" },
  { name: "private-images", path: "/images/private", kept: ["en.light", "zh-CN.light"] },
  { name: "private-images-empty", viewer: "newcomer", path: "/images/private" },
  { name: "private-images-no-match", path: "/images/private?q=nothing-like-this" },
  { name: "private-images-menu", path: "/images/private", prepare: openRowMenu },
  { name: "private-images-delete", path: "/images/private", prepare: openDeleteDialog },
  { name: "private-images-modify", path: "/images/private", prepare: (seen) => openAct(seen, "manage.modify.title") },
  { name: "private-images-tags", path: "/images/private", prepare: (seen) => openAct(seen, "manage.tags.title") },
  { name: "private-images-retire", path: "/images/private", prepare: (seen) => openAct(seen, "manage.retire.title") },
  { name: "private-images-chosen", path: "/images/private", prepare: chooseAll },
  { name: "private-images-review", path: "/images/private", prepare: (seen) => reviewChosen(seen, "manage.delete.confirm") },
  { name: "private-images-review-protect", path: "/images/private", prepare: (seen) => reviewChosen(seen, "manage.protect.title") },
  { name: "private-images-review-tags", path: "/images/private", prepare: (seen) => reviewChosen(seen, "manage.tags.title") },
  { name: "private-images-columns", path: "/images/private", prepare: (seen) => openTool(seen, "manage.columns.title") },
  { name: "private-images-filters", path: "/images/private?q=web", prepare: (seen) => openTool(seen, "manage.filters.title") },
  { name: "recycle-bin", path: "/images/private?bin=true" },
  ...(["members", "lineage", "servers", "jobs", "tags", "audit"] as const).map((tab) => ({
    name: `image-detail-${tab}`,
    path: ({ images }: World) => `/images/private/${images.normal}/${tab}`,
  })),
  { name: "image-detail-disks", path: ({ images }) => `/images/private/${images.whole}/disks` },
  { name: "public-images-offer", viewer: "operator", path: "/images/public", prepare: openPublicImage },
  { name: "tags", path: "/tags" },
  { name: "quotas", path: "/quotas" },
  { name: "shared-images", path: "/images/shared" },
  { name: "shared-images-waiting", path: "/images/shared/pending" },
  { name: "shared-images-accept", path: "/images/shared/pending", prepare: openAcceptDialog },
  { name: "shared-images-rejected", path: "/images/shared/rejected" },
  { name: "shared-images-empty", viewer: "newcomer", path: "/images/shared" },
  { name: "market-images", path: "/images/market" },
  { name: "market-reviews", viewer: "operator", path: "/market/reviews" },
  { name: "image-members", path: ({ images }) => `/images/private/${images.normal}/members` },
  { name: "exchange-share", path: "/images/private", prepare: (seen) => openExchange(seen, "share") },
  { name: "exchange-copy", path: "/images/private", prepare: (seen) => openExchange(seen, "copy") },
  { name: "exchange-copy-across", path: "/images/private", prepare: openCopyAcross },
  { name: "exchange-export", path: "/images/private", prepare: (seen) => openExchange(seen, "export") },
  { name: "exchange-publish", path: "/images/private", prepare: (seen) => openExchange(seen, "publish") },
  { name: "image-detail", path: ({ images }) => `/images/private/${images.normal}`, kept: ["en.dark"] },
  { name: "image-detail-creating", path: ({ images }) => `/images/private/${images.creating}` },
  { name: "image-detail-failed", path: ({ images }) => `/images/private/${images.failed}` },
  { name: "image-detail-corrected", path: ({ images }) => `/images/private/${images.centos}` },
  {
    name: "register-source",
    path: ({ objects }) => `/images/private/create?object=${objects.ubuntu}`,
    prepare: (seen) => toStep(seen, 0),
  },
  {
    name: "register-properties",
    path: ({ objects }) => `/images/private/create?object=${objects.ubuntu}`,
    prepare: (seen) => toStep(seen, 1),
  },
  {
    name: "register-warnings",
    path: ({ objects }) => `/images/private/create?object=${objects.unlisted}`,
    prepare: async (seen) => {
      await toStep(seen, 1);
      await seen.page.getByRole("radio", { name: "ARM" }).click();
    },
  },
  { name: "register-problems", path: ({ objects }) => `/images/private/create?object=${objects.ubuntu}`, prepare: showProblems },
  {
    name: "register-review",
    path: ({ objects }) => `/images/private/create?object=${objects.ubuntu}`,
    prepare: (seen) => toStep(seen, 2),
    kept: ["en.light"],
  },
  {
    name: "register-uploading",
    path: ({ uploadBucket }) => `/buckets/${uploadBucket}`,
    prepare: async (seen) => {
      await upload(seen);
      await seen.page
        .getByRole("row")
        .getByRole("link", { name: seen.console.say("objects.actions.register") })
        .first()
        .click();
      await seen.console.button("images.wizard.next").click(); // which nothing may cover
    },
  },
  { name: "register-no-bucket", viewer: "newcomer", path: "/images/private/create" },
  { name: "private-images-reader", viewer: "reader", path: "/images/private", prepare: openRowMenu },
  { name: "register-no-permission", viewer: "reader", path: "/images/private/create" },
  { name: "buckets", path: "/buckets" },
  { name: "buckets-empty", viewer: "newcomer", path: "/buckets" },
  { name: "bucket-create", path: "/buckets", prepare: openCreateBucket },
  { name: "bucket", path: ({ bucket }) => `/buckets/${bucket}`, kept: ["zh-CN.dark"] },
  { name: "bucket-empty", path: ({ emptyBucket }) => `/buckets/${emptyBucket}` },
  { name: "bucket-uploading", path: ({ uploadBucket }) => `/buckets/${uploadBucket}`, prepare: upload },
  { name: "keys", path: "/keys" },
  { name: "keys-empty", viewer: "newcomer", path: "/keys" },
  { name: "key", path: ({ key }) => `/keys/${key}` },
  { name: "key-create", path: "/keys", prepare: openCreateKey },
  { name: "key-deletion", path: ({ key }) => `/keys/${key}`, prepare: openKeyDeletion },
  { name: "servers", path: "/servers" },
  { name: "servers-empty", viewer: "newcomer", path: "/servers" },
  { name: "server", path: ({ servers }) => `/servers/${servers.filling}` },
  { name: "server-create", path: ({ images }) => `/servers/create?image=${images.normal}`, kept: ["zh-CN.dark"] },
  { name: "server-create-batch", path: ({ images }) => `/servers/create?image=${images.normal}`, prepare: orderBatch },
  { name: "server-create-encrypted", path: ({ images }) => `/servers/create?image=${images.normal}`, prepare: orderDisks },
  { name: "server-create-problems", path: ({ images }) => `/servers/create?image=${images.normal}`, prepare: submitServer },
  { name: "server-reinstall", path: ({ servers }) => `/servers/${servers.filling}`, prepare: openReinstall },
  { name: "bare-metal-servers", path: "/servers/bms" },
  { name: "servers-all", viewer: "operator", path: "/servers/all?q=aurora" },
  { name: "servers-freeze", viewer: "operator", path: "/servers/all?q=aurora", prepare: openFreeze },
  { name: "volumes", path: "/volumes" },
  { name: "volumes-empty", viewer: "newcomer", path: "/volumes" },
  { name: "volume-create", path: "/volumes", prepare: openCreateVolume },
  { name: "volume-create-encrypted", path: "/volumes", prepare: openEncryptedVolume },
  { name: "backups", path: "/backups" },
  { name: "backups-empty", viewer: "newcomer", path: "/backups" },
  { name: "vaults", path: "/backups/vaults" },
  { name: "make-image", path: "/images/private/create/from" },
  { name: "make-image-of-disks", path: "/images/private/create/from?route=dataFromVolume", prepare: chooseDisks },
  { name: "make-image-problems", path: "/images/private/create/from?route=wholeFromServer", prepare: submitMaking },
  { name: "make-image-of-backup", path: "/images/private/create/from?route=wholeFromBackup" },
  ...["", "/requests", "/all"].map((page) => ({
    name: `quotas-operator${page.replace("/", "-")}`,
    viewer: "operator" as const,
    path: `/quotas${page}`,
  })),
  { name: "quota-request", path: "/quotas", prepare: openQuotaRequest },
  { name: "jobs", path: "/jobs", kept: ["en.light"] },
  { name: "costs", path: "/costs" },
  { name: "help", path: "/help" },
  { name: "help-search", path: "/help?q=qcow2" },
  { name: "help-no-match", path: "/help?q=zzzzz" },
  { name: "help-formats", path: "/help/formats", kept: ["zh-CN.light"] },
  { name: "help-convert", path: "/help/convert" },
  { name: "help-regions", path: "/help/regions" },
  { name: "help-permissions", path: "/help/permissions" },
  { name: "help-policies", path: "/help/policies" },
  { name: "help-copy-across", path: "/help/copy-across-regions" },
  { name: "help-costs", path: "/help/costs" },
  { name: "help-services", path: "/help/services" },
  { name: "help-packer", path: "/help/system-with-packer" },
  { name: "help-outside", viewer: "visitor", path: "/help", absolute: true },
  { name: "help-start", viewer: "visitor", path: "/help/start", absolute: true },
  { name: "jobs-empty", viewer: "newcomer", path: "/jobs" },
  { name: "audit", path: "/audit", kept: ["en.light"] },
  { name: "iam-users", path: "/iam" },
  { name: "iam-groups", path: "/iam/groups", kept: ["en.light"] },
  { name: "iam-groups-empty", viewer: "newcomer", path: "/iam/groups" },
  { name: "iam-grant", path: "/iam/groups", prepare: openGrant },
  { name: "iam-policies", path: "/iam/policies" },
  { name: "iam-policies-empty", viewer: "newcomer", path: "/iam/policies" },
  { name: "iam-policy", path: ({ policy }) => `/iam/policies/${policy}`, kept: ["zh-CN.light"] },
  { name: "iam-policy-json", path: ({ policy }) => `/iam/policies/${policy}`, prepare: breakPolicy },
  { name: "palette", path: "/images/private", prepare: openPalette, kept: ["en.dark"] },
  { name: "job-bell", path: "/overview", prepare: openBell },
  { name: "region-switcher", path: "/overview", prepare: openRegions },
  { name: "user-menu", path: "/overview", prepare: openUserMenu },
  { name: "catalogue", path: "/catalogue", absolute: true, restless: true },
  { name: "not-found", path: "/images/private/00000000-0000-4000-8000-000000000000" },
  { name: "not-found-outside", path: "/no-such-page", absolute: true },
  ...STATES,
];

async function openGrant({ page, console }: Seen): Promise<void> {
  await console.button("iam.groups.grant").first().click();
  await page.getByRole("dialog").waitFor();
}

async function breakPolicy({ page, console }: Seen): Promise<void> {
  await page.getByText(console.say("iam.policies.json"), { exact: true }).click();
  const editor = page.getByLabel(console.say("iam.policies.jsonHint"));
  await editor.fill((await editor.inputValue()).replace("ims:images:get", "ims:images:read"));
}

async function openReinstall({ page, console }: Seen): Promise<void> {
  await console.button("servers.actions.more").click();
  await page.getByRole("menuitem", { name: console.say("servers.actions.reinstall") }).click();
  await page.getByRole("dialog").waitFor();
}

async function openCreateVolume({ page, console }: Seen): Promise<void> {
  await console.button("volumes.create").first().click();
  await page.getByRole("dialog").waitFor();
}

async function openEncryptedVolume(seen: Seen): Promise<void> {
  await openCreateVolume(seen);
  await seen.page.getByRole("checkbox", { name: seen.console.say("servers.dataDisks.encrypt", { number: "1" }) }).check();
}

async function orderBatch({ page, console }: Seen): Promise<void> {
  await page.getByRole("radio", { name: "s6.small.2" }).check({ force: true });
  await page.getByLabel(console.say("servers.fields.name"), { exact: true }).fill("web");
  await page.getByLabel(console.say("servers.fields.count"), { exact: true }).fill("20");
  await page.getByRole("checkbox", { name: console.say("servers.create.spread") }).check();
  await page.getByRole("region", { name: console.say("servers.batch.title") }).waitFor();
}

async function orderDisks({ page, console }: Seen): Promise<void> {
  for (const number of ["1", "2"]) {
    await console.button("servers.dataDisks.add").click();
    if (number === "1") await page.getByRole("checkbox", { name: console.say("servers.dataDisks.encrypt", { number }) }).check();
  }
}

async function openFreeze({ page }: Seen): Promise<void> {
  await page.getByRole("main").getByRole("row").getByRole("button").first().click();
  await page.getByRole("dialog").waitFor();
}

async function chooseDisks({ page }: Seen): Promise<void> {
  for (const disk of ["vdb", "vdc"]) await page.getByRole("checkbox", { name: `web-02-${disk}` }).check();
}

async function openQuotaRequest({ console, page }: Seen): Promise<void> {
  await console.button("manage.quota.request").click();
  await page.getByRole("dialog").waitFor();
}

async function submitMaking({ console }: Seen): Promise<void> {
  await console.button("making.submit").click();
}

async function openRowMenu({ page, console }: Seen): Promise<void> {
  await page.getByRole("button", { name: console.say("common.moreFor", { name: "web-frontend-2026.11" }) }).click();
  await page.getByRole("menu").waitFor();
}

async function openDeleteDialog(seen: Seen): Promise<void> {
  await openAct(seen, "images.actions.delete");
}

async function openAct(seen: Seen, act: string): Promise<void> {
  await openRowMenu(seen);
  await seen.page.getByRole("menuitem", { name: seen.console.say(act), exact: true }).click();
  await seen.page.getByRole("dialog").waitFor();
}

async function openExchange(seen: Seen, action: "share" | "copy" | "export" | "publish"): Promise<void> {
  await openRowMenu(seen);
  await seen.page.getByRole("menuitem", { name: seen.console.say(`exchange.actions.${action}`), exact: true }).click();
  await seen.page.getByRole("dialog").waitFor();
}

async function openCopyAcross(seen: Seen): Promise<void> {
  await openExchange(seen, "copy");
  await seen.page.getByRole("radio", { name: seen.console.say("exchange.copy.across") }).check({ force: true });
  await seen.page.getByRole("dialog").getByLabel(seen.console.say("exchange.copy.region"), { exact: true }).selectOption("cn-south-1");
}

async function openAcceptDialog({ page, console }: Seen): Promise<void> {
  await console
    .row("vpn-gateway")
    .getByRole("button", { name: console.say("exchange.received.accept") })
    .click();
  await page.getByRole("dialog").waitFor();
}

async function chooseAll({ page, console }: Seen): Promise<void> {
  await page.getByRole("checkbox", { name: console.say("ui.selectAll") }).check();
  await page.getByRole("region", { name: console.say("manage.bulk.label") }).waitFor();
}

async function reviewChosen(seen: Seen, act: string): Promise<void> {
  await chooseAll(seen);
  const bar = seen.page.getByRole("region", { name: seen.console.say("manage.bulk.label") });
  await bar.getByRole("button", { name: seen.console.say(act), exact: true }).click();
  await seen.page.getByRole("dialog").getByRole("listitem").first().waitFor();
}

async function openTool({ page, console }: Seen, name: string): Promise<void> {
  await page
    .getByRole("main")
    .getByRole("button", { name: console.say(name), exact: true })
    .click();
  await page.getByRole("dialog").or(page.getByRole("menu")).waitFor();
}

async function openPublicImage({ page, console }: Seen): Promise<void> {
  const wordsAround = console.say("common.moreFor", { name: "\0" }).split("\0").join(""); // they stand on one side of the name
  await page.getByRole("main").getByRole("button", { name: wordsAround }).first().click();
  await page.getByRole("menuitem", { name: console.say("manage.public.change"), exact: true }).click();
  await page.getByRole("dialog").waitFor();
}

async function openCreateBucket({ page, console }: Seen): Promise<void> {
  await console.button("objects.createBucket").first().click();
  await page.getByRole("dialog").waitFor();
}

async function openCreateKey({ page, console }: Seen): Promise<void> {
  await console.button("keys.create.title").first().click();
  await page.getByRole("dialog").waitFor();
}

async function openKeyDeletion({ page, console }: Seen): Promise<void> {
  await console.button("keys.change").click();
  await page.getByRole("menuitem", { name: console.say("keys.changes.scheduleDeletion.label") }).click();
  await page.getByRole("dialog").getByText("payments-db-2026.10").waitFor();
}

async function toStep({ page, console }: Seen, steps: number): Promise<void> {
  await page
    .getByRole("radio", { name: /ubuntu/ })
    .and(page.locator(":checked"))
    .waitFor();
  for (let step = 0; step < steps; step++) await console.button("images.wizard.next").click();
}

async function showProblems(seen: Seen): Promise<void> {
  await toStep(seen, 1);
  await seen.page.getByLabel(seen.console.say("images.fields.name"), { exact: true }).fill("");
  await seen.page.getByLabel(seen.console.say("images.fields.minDisk")).fill("7");
  await seen.console.button("images.wizard.next").click();
}

let uploads = 0;

/** One file goes up, the header of the other says that it cannot become an image; each time under names that are free. */
async function upload({ page, console }: Seen): Promise<void> {
  uploads += 1;
  const files = [
    { name: `golden-image-${uploads}.raw`, mimeType: "application/octet-stream", buffer: Buffer.alloc(1024 * 1024, 7) },
    { name: `backup-${uploads}.tar.gz`, mimeType: "application/gzip", buffer: Buffer.from("1f8b0800000000000003", "hex") },
  ];
  await page.locator("input[type=file]").setInputFiles(files);
  await console.uploads().waitFor();
}

async function submitServer({ page }: Seen): Promise<void> {
  await page.locator("form button[type=submit]").click();
}

async function openPalette({ page, console }: Seen): Promise<void> {
  await (await console.openPalette()).fill("e");
  await page.getByRole("option").first().waitFor();
}

async function openBell({ page, console }: Seen): Promise<void> {
  await page.locator("header button:has(svg.lucide-bell)").click();
  await page.getByRole("dialog", { name: console.say("shell.recentJobs") }).waitFor();
}

async function openRegions({ page, console }: Seen): Promise<void> {
  await page.locator("header button:has(svg.lucide-map-pin)").click();
  await page.getByRole("dialog", { name: console.say("shell.regions") }).waitFor();
}

async function openUserMenu({ page, console }: Seen): Promise<void> {
  await page.getByRole("button", { name: console.say("shell.userMenu", { name: "aurora" }) }).click();
  await page.getByRole("menu").waitFor();
}
