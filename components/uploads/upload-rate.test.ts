import { expect, it } from "vitest";
import { UploadRate } from "./upload-rate";

it("tells a rate once it is steady, and what is left at that pace", () => {
  const rate = new UploadRate();
  for (let second = 0; second < 2; second++) rate.note(second * 1000, second * 1000);
  expect(rate.perSecond).toBeUndefined();
  for (let second = 2; second <= 10; second++) rate.note(second * 1000, second * 1000);
  expect(rate.perSecond).toBeCloseTo(1000);
  expect(rate.secondsFor(5000)).toBeCloseTo(5);
});

it("follows a change of pace within seconds, without jumping at once", () => {
  const rate = new UploadRate();
  for (let second = 0; second <= 20; second++) rate.note(second * 1000, second * 1000);
  rate.note(25_000, 21_000);
  expect(rate.perSecond).toBeGreaterThan(1000);
  expect(rate.perSecond).toBeLessThan(3000);
  for (let second = 22; second <= 60; second++) rate.note(25_000 + (second - 21) * 5000, second * 1000);
  expect(rate.perSecond).toBeGreaterThan(4900);
});

it("begins anew after a pause or when bytes had to be sent again", () => {
  const rate = new UploadRate();
  for (let second = 0; second <= 5; second++) rate.note(second * 1000, second * 1000);
  rate.note(2000, 6000);
  expect(rate.perSecond).toBeUndefined();
  rate.reset();
  rate.note(9000, 60_000);
  expect(rate.perSecond).toBeUndefined();
});
