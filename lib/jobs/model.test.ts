import { expect, it } from "vitest";
import { isCancellable, type JobView, secondsLeft } from "./model";

const start = new Date("2026-05-01T00:00:00Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const job: JobView = {
  id: "",
  kind: "importImage",
  status: "running",
  stage: "convert",
  percent: 30,
  doneBytes: 100,
  totalBytes: 400,
  attempt: 1,
  targetName: "",
  imageId: null,
  serverId: null,
  resultImageId: null,
  errorCode: null,
  errorDetail: null,
  cancelRequested: false,
  userName: "",
  createdAt: start.toISOString(),
  startedAt: start.toISOString(),
  stageStartedAt: start.toISOString(),
  heartbeatAt: null,
  endedAt: null,
};

it("estimates the rest of a stage at its pace so far", () => {
  expect(secondsLeft(job, after(20))).toBe(60);
  expect(secondsLeft({ ...job, doneBytes: 400 }, after(20))).toBe(0);
  expect(secondsLeft({ ...job, doneBytes: 500 }, after(20))).toBe(0);
});

it("estimates nothing in the first ten seconds, before anything is done, and where nothing is counted", () => {
  expect(secondsLeft(job, after(9.9))).toBeUndefined();
  expect(secondsLeft({ ...job, doneBytes: 0 }, after(60))).toBeUndefined();
  expect(secondsLeft({ ...job, totalBytes: 0 }, after(60))).toBeUndefined();
  expect(secondsLeft({ ...job, stageStartedAt: null }, after(60))).toBeUndefined();
});

it("lets an import be cancelled until its result is being registered, and once", () => {
  expect(isCancellable(job)).toBe(true);
  expect(isCancellable({ ...job, status: "queued", stage: null })).toBe(true);
  expect(isCancellable({ ...job, stage: "register" })).toBe(false);
  expect(isCancellable({ ...job, cancelRequested: true })).toBe(false);
  for (const status of ["succeeded", "failed", "cancelled"] as const) expect(isCancellable({ ...job, status })).toBe(false);
});
