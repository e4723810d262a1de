import { defineConfig } from "@playwright/test";
import base from "../../playwright.config";

/** The pictures of `npm run screenshots`: not tests, so they do not run with them. */
export default defineConfig({
  ...base,
  projects: [{ name: "pictures" }],
  testDir: ".",
  testMatch: "pictures.ts",
  outputDir: "../../test-results",
  timeout: 60_000,
  use: { ...base.use, timezoneId: "Asia/Shanghai", trace: "off", screenshot: "off" },
});
