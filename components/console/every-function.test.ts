import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { camelCase, PROJECT_ROOT, sourceFiles } from "@/lib/testing/source-file";

/** What the console does in a way of its own, which stands behind. */
const OTHERWISE = new Map([
  ["updateImage", "modifyImage"],
  ["deleteImage", "recycleImages"],
  ["beginImageUpload", "startUpload"],
  ["finishImageUpload", "startUpload"],
  ["abandonImageUpload", "cancelUploadAction"],
  ["getImageFile", "exportImageAction"],
  ["getImageRecord", "getImage"],
  ["listImageRecords", "listImages"],
  ["getUpload", "listUploads"],
  ["getJob", "listJobs"],
]);
/** Byte routes beside the pages: the console's uploads, downloads and saved lists. */
const BYTE_ROUTES = /^lib\/(?:uploads|objects|images\/manage)\/(?:handle|tus|finish-upload)[^/]*\.ts$/;

it("gives access to every function there is: each operation is behind a page, an action or a byte route of the console (ACC-01)", () => {
  const files = sourceFiles().filter(({ isTest }) => !isTest);
  const pages = files.filter(
    ({ path: file }) => /^(?:app\/\(console\)|app\/api\/console|components)\//.test(file) || BYTE_ROUTES.test(file),
  );
  const words = new Set(pages.flatMap(({ path: file }) => readFileSync(path.join(PROJECT_ROOT, file), "utf8").match(/\w+/g) ?? []));
  const reached = (name: string) => words.has(name) || words.has(`${name}Action`);
  const operations = files.filter(({ folder }) => /^lib\/[a-z]+\/(?:commands|queries)$/.test(folder)).map(({ name }) => camelCase(name));
  expect(operations.length).toBeGreaterThan(100);
  expect(operations.filter((name) => !reached(name) && !reached(OTHERWISE.get(name) ?? name))).toEqual([]);
  for (const name of OTHERWISE.keys()) expect(operations).toContain(name);
});
