import { describe, expect, it } from "vitest";
import { GIB } from "@/lib/disk/model";
import { chargesOfBackup, chargesOfCopy, chargesOfFile, chargesOfServers, monthly, type PriceList } from "./model";

const PRICES: PriceList = {
  evsGbHour: 490,
  obsGbMonth: 99_000,
  obsReplicationGb: 500_000,
  csbsGbMonth: 200_000,
  csbsReplicationGb: 600_000,
  cbrGbMonth: 210_000,
  cbrReplicationGb: 610_000,
  paidSystemHour: 30_000,
};
const DEARER: PriceList = { ...PRICES, cbrGbMonth: 420_000 };
const linux = { type: "private", osPlatform: "CentOS" };

describe("a server", () => {
  it("of a full-server image of 40 and 100 GB costs ¥0.0686 by the hour, its disks alone (FEE-02, FEE-09)", () => {
    const charges = chargesOfServers({ image: linux, disksGb: [40, 100], count: 1 }, PRICES);
    expect(charges).toEqual([{ item: "disks", service: "evs", per: "hour", gb: 140, amount: 68_600 }]);
  });

  it("costs as many times as there are of it", () => {
    expect(chargesOfServers({ image: linux, disksGb: [40], count: 3 }, PRICES)[0]?.amount).toBe(58_800);
  });

  it.each([
    ["CentOS", undefined],
    ["EulerOS", undefined],
    ["KylinOS", 30_000],
    ["UnionTechOS", 30_000],
  ])("of a public %s image pays %s for the system (FEE-01, PUB-07)", (osPlatform, amount) => {
    const charges = chargesOfServers({ image: { type: "public", osPlatform }, disksGb: [40], count: 1 }, PRICES);
    expect(charges.find(({ item }) => item === "paidSystem")?.amount).toBe(amount);
  });

  it("of a market image pays what its vendor asks (FEE-07, MKT-06)", () => {
    const order = { image: { type: "market", osPlatform: "CentOS" }, vendorPriceHour: 1_250_000, disksGb: [40], count: 2 };
    expect(chargesOfServers(order, PRICES)[1]).toEqual({ item: "vendor", service: "image", per: "hour", amount: 2_500_000 });
  });
});

describe("a copy", () => {
  const sizeBytes = 10 * GIB;
  it("inside a region is free (FEE-10)", () => {
    expect(chargesOfCopy({ sizeBytes, across: false }, PRICES, DEARER)).toEqual([]);
  });

  it("across regions pays the traffic of bucket replication once (FEE-11)", () => {
    expect(chargesOfCopy({ sizeBytes, across: true }, PRICES, DEARER)).toEqual([
      { item: "replication", service: "obs", per: "once", gb: 10, amount: 5_000_000 },
    ]);
  });

  it("of a full-server image pays backup traffic, and the backup's space at the price of the target (FEE-12, FEE-16)", () => {
    expect(chargesOfCopy({ sizeBytes, across: true, backup: "cbr" }, PRICES, DEARER)).toEqual([
      { item: "cbrReplication", service: "cbr", per: "once", gb: 10, amount: 6_100_000 },
      { item: "cbrBackup", service: "cbr", per: "month", gb: 10, amount: 4_200_000 },
    ]);
  });
});

describe("space", () => {
  it("in a bucket costs while the file stays (FEE-08, FEE-13)", () => {
    expect(chargesOfFile(2 * GIB, PRICES)).toEqual([{ item: "bucketSpace", service: "obs", per: "month", gb: 2, amount: 198_000 }]);
  });

  it("of a backup behind a full-server image costs by its service (FEE-03, FEE-04, FEE-06)", () => {
    expect(chargesOfBackup("csbs", GIB, PRICES)[0]).toMatchObject({ service: "csbs", amount: 200_000 });
    expect(chargesOfBackup("cbr", GIB, PRICES)[0]).toMatchObject({ service: "cbr", amount: 210_000 });
  });

  it("has no amount where the region has no price, rather than none to pay", () => {
    const [charge] = chargesOfFile(GIB, {});
    expect(charge?.amount).toBeNull();
    expect(charge && monthly(charge)).toBeNull();
  });
});
