/** Every page of the left navigation, in its order. The value is the path under `/r/<region>/p/<project>`. */
export const NAV_PATHS = {
  overview: "/overview",
  publicImages: "/images/public",
  privateImages: "/images/private",
  sharedImages: "/images/shared",
  marketImages: "/images/market",
  marketReviews: "/market/reviews",
  servers: "/servers",
  volumes: "/volumes",
  backups: "/backups",
  buckets: "/buckets",
  keys: "/keys",
  costs: "/costs",
  tags: "/tags",
  quotas: "/quotas",
  jobs: "/jobs",
  audit: "/audit",
  users: "/iam",
  help: "/help",
} as const;

export type NavItemId = keyof typeof NAV_PATHS;
export type NavGroupId = "start" | "images" | "resources" | "records";

export interface NavItem {
  readonly id: NavItemId;
  readonly href: string;
  /** Something waits there: pending shares, failed jobs. */
  readonly badge?: number | undefined;
}

export interface NavGroup {
  readonly id: NavGroupId;
  readonly items: readonly NavItem[];
}

export interface Place {
  readonly region: string;
  readonly projectId: string;
}

const GROUPS: readonly { id: NavGroupId; items: readonly NavItemId[] }[] = [
  { id: "start", items: ["overview"] },
  { id: "images", items: ["publicImages", "privateImages", "sharedImages", "marketImages", "marketReviews"] },
  { id: "resources", items: ["servers", "volumes", "backups", "buckets", "keys", "tags"] },
  { id: "records", items: ["jobs", "audit", "users", "costs", "quotas", "help"] },
];

export interface NavOptions {
  readonly badges?: Partial<Record<NavItemId, number>>;
  /** Pages this reader can never have; a group without pages is not shown. */
  readonly hidden?: readonly NavItemId[];
}

/** The left navigation of one region and project. */
export function navItems(place: Place, { badges = {}, hidden = [] }: NavOptions = {}): readonly NavGroup[] {
  return GROUPS.map((group) => ({
    id: group.id,
    items: group.items.filter((id) => !hidden.includes(id)).map((id) => ({ id, href: placeHref(place, NAV_PATHS[id]), badge: badges[id] })),
  })).filter((group) => group.items.length > 0);
}

export function placeHref({ region, projectId }: Place, path: string): string {
  return `/r/${encodeURIComponent(region)}/p/${encodeURIComponent(projectId)}${path}`;
}

/** The same list in another region: a detail page falls back to its list, anything unknown to the overview. */
export function switchPlace(pathname: string, target: Place): string {
  return placeHref(target, NAV_PATHS[navItemOf(pathname) ?? "overview"]);
}

/** The page of the left navigation that an address is, or is below. */
export function navItemOf(pathname: string): NavItemId | undefined {
  const rest = /^\/r\/[^/]+\/p\/[^/]+(\/.*)?$/.exec(pathname)?.[1] ?? "";
  return (Object.keys(NAV_PATHS) as NavItemId[]).find((id) => isUnder(rest, NAV_PATHS[id]));
}

/** Whether a page is the one of `href` or below it. */
export function isUnder(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
