import { describe, expect, it } from "vitest";
import { isUnder, navItems, switchPlace } from "./nav-items";

const place = { region: "cn-north-4", projectId: "p1" };

describe("navItems", () => {
  it("puts region and project into every address", () => {
    const hrefs = navItems(place).flatMap((group) => group.items.map((item) => item.href));
    expect(hrefs).toContain("/r/cn-north-4/p/p1/images/private");
    expect(hrefs.every((href) => href.startsWith("/r/cn-north-4/p/p1/"))).toBe(true);
  });
  it("leaves out hidden pages and groups that become empty", () => {
    const groups = navItems(place, { hidden: ["jobs", "audit", "users", "costs", "quotas", "help"] });
    expect(groups.map((group) => group.id)).toEqual(["start", "images", "resources"]);
  });
  it("carries badges", () => {
    const shared = navItems(place, { badges: { sharedImages: 3 } })
      .flatMap((group) => group.items)
      .find((item) => item.id === "sharedImages");
    expect(shared?.badge).toBe(3);
  });
});

describe("switchPlace", () => {
  const target = { region: "cn-south-1", projectId: "p2" };
  it("keeps the list", () => {
    expect(switchPlace("/r/cn-north-4/p/p1/images/shared", target)).toBe("/r/cn-south-1/p/p2/images/shared");
  });
  it("falls back from a detail page to its list", () => {
    expect(switchPlace("/r/cn-north-4/p/p1/images/private/0b5c", target)).toBe("/r/cn-south-1/p/p2/images/private");
  });
  it("opens the overview from anywhere else", () => {
    expect(switchPlace("/settings", target)).toBe("/r/cn-south-1/p/p2/overview");
  });
});

describe("isUnder", () => {
  it("does not take a longer word for a page below", () => {
    expect(isUnder("/jobs-archive", "/jobs")).toBe(false);
    expect(isUnder("/jobs/1", "/jobs")).toBe(true);
  });
});
