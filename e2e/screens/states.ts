import { expect } from "@playwright/test";
import type { Screen, Seen } from "./screen";
import type { World } from "./world";

const REQUEST_ID = "0f3a1c0d-5b7e-4f0e-9a51-2d1c64f0e7aa";

/** Pages of which a user who may only see images may see nothing. */
const REFUSED: Readonly<Record<string, Screen["path"]>> = {
  overview: "/overview",
  buckets: "/buckets",
  bucket: ({ bucket }) => `/buckets/${bucket}`,
  keys: "/keys",
  key: ({ key }) => `/keys/${key}`,
  server: ({ servers }) => `/servers/${servers.filling}`,
  volumes: "/volumes",
  backups: "/backups",
  vaults: "/backups/vaults",
  jobs: "/jobs",
  audit: "/audit",
  tags: "/tags",
  quotas: "/quotas",
  costs: "/costs",
  "iam-groups": "/iam/groups",
  "iam-policies": "/iam/policies",
};

/** Lists one can search while the service is out of order, by the last part of the address they are read from. */
const FAILING: Readonly<Record<string, readonly [path: string, read: string]>> = {
  "private-images": ["/images/private", "images"],
  "public-images": ["/images/public", "images"],
  "shared-images": ["/images/shared", "shares"],
  "market-images": ["/images/market", "market"],
  volumes: ["/volumes", "volumes"],
  backups: ["/backups", "backups"],
};

/** Views of an image that are read when they open, and the last part of the address they are read from. */
const TABS = { members: "members", lineage: "relations", servers: "relations", jobs: "jobs", audit: "traces" } as const;

/** Pages while they load, after they failed, and for those who may not see them. One of each is for axe: they share their components. */
export const STATES: readonly Screen[] = [
  { name: "servers-refused", viewer: "looker", path: "/servers" },
  { name: "servers-failing", path: "/servers", prepare: (seen) => searchFailing(seen, "servers") },
  { name: "image-detail-members-loading", path: normalImage, restless: true, prepare: (seen) => openLoading(seen, "members") },
  { name: "iam-refused", viewer: "reader", path: "/iam" },
  { name: "market-reviews-refused", path: "/market/reviews" },
  ...[
    ...Object.entries(REFUSED).map(([page, path]): Screen => ({ name: `${page}-refused`, viewer: "looker", path })),
    ...(["public", "private", "shared", "market"] as const).map(
      (type): Screen => ({ name: `${type}-images-refused`, viewer: "clerk", path: `/images/${type}` }),
    ),
    { name: "image-detail-refused", viewer: "clerk", path: normalImage } as const,
    ...Object.entries(FAILING).map(
      ([list, [path, read]]): Screen => ({ name: `${list}-failing`, path, prepare: (seen) => searchFailing(seen, read) }),
    ),
    ...(Object.keys(TABS) as (keyof typeof TABS)[]).flatMap((tab): Screen[] => [
      ...(tab === "members"
        ? []
        : [
            {
              name: `image-detail-${tab}-loading`,
              path: normalImage,
              restless: true,
              prepare: (seen: Seen) => openLoading(seen, tab),
            },
          ]),
      { name: `image-detail-${tab}-failing`, path: normalImage, prepare: (seen) => openFailing(seen, tab) },
    ]),
    { name: "private-images-refreshing", path: "/images/private", restless: true, prepare: refreshForEver } as const,
  ].map((screen) => ({ ...screen, picturesOnly: true })),
];

function normalImage({ images }: World): string {
  return `/images/private/${images.normal}`;
}

/** Searches a list while the service is out of order: what was read before stays. */
async function searchFailing({ page }: Seen, list: string): Promise<void> {
  await fail(page, list);
  await page.getByRole("main").getByRole("searchbox").fill("web");
  await page.waitForURL(/q=web/);
  await expect(async () => {
    await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange"))); // who comes back sees the list read anew
    await page.getByRole("main").getByRole("alert").waitFor({ timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
}

async function openFailing(seen: Seen, tab: keyof typeof TABS): Promise<void> {
  await fail(seen.page, TABS[tab]);
  await openTab(seen, tab);
  await seen.page.getByRole("main").getByRole("alert").waitFor({ timeout: 40_000 });
}

async function openLoading(seen: Seen, tab: keyof typeof TABS): Promise<void> {
  await seen.page.route(readsOf(TABS[tab]), () => undefined); // never answered
  await openTab(seen, tab);
  await seen.page.locator("main [aria-busy=true]").first().waitFor();
}

async function openTab({ page, console }: Seen, tab: keyof typeof TABS): Promise<void> {
  await page
    .getByRole("navigation", { name: console.say("manage.tabs.label") })
    .getByRole("link", { name: console.say(`manage.tabs.${tab}`) })
    .click();
  await page.waitForURL(new RegExp(`/${tab}$`));
}

async function refreshForEver({ page, console }: Seen): Promise<void> {
  await page.route(readsOf("images"), () => undefined); // never answered
  await page
    .getByRole("main")
    .getByRole("button", { name: console.say("images.refresh"), exact: true })
    .click();
  await page.locator("main [aria-busy=true]").first().waitFor();
}

async function fail(page: Seen["page"], read: string): Promise<void> {
  await page.route(readsOf(read), (route) => route.fulfill({ status: 503, json: { error: { code: "internal", requestId: REQUEST_ID } } }));
}

/** What a list or view is read from, with or without a filter. */
function readsOf(read: string): RegExp {
  return new RegExp(`/api/console/.*/${read}(\\?.*)?$`);
}
