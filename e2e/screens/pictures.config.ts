import { defineConfig } from "@playwright/test";
import base from "../../playwright.config";
import { TIME_ZONE } from "./variants";

/** The pictures of `npm run screenshots`: not tests, so they do not run with them. */
export default defineConfig({
  ...base,
  projects: [{ name: "pictures" }],
  testDir: ".",
  testMatch: "pictures.ts",
  outputDir: "../../test-results",
  timeout: 60_000,
  use: { ...base.use, timezoneId: TIME_ZONE, trace: "off", screenshot: "off" },
});
