import { expect, it } from "vitest";
import { findMissingTools, REQUIRED_TOOLS } from "./tools";

it("finds every required tool on a host that has the packages", async () => {
  expect(await findMissingTools()).toEqual([]);
});

it("names the package of a tool that is missing", async () => {
  const absent = { command: "no-such-tool", debianPackage: "no-such-package", purpose: "none" };
  expect(await findMissingTools([...REQUIRED_TOOLS, absent])).toEqual([absent]);
});
