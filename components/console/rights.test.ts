import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import items from "@/lib/iam/authorisation-items.json";
import { PROJECT_ROOT, sourceFiles } from "@/lib/testing/source-file";

/** Acts of the APIs alone: the console makes images by registering what was uploaded to a bucket. */
const API_ONLY = ["ims:images:create", "ims:images:upload"];

/** What components ask of an image by the name of the act. */
const ITEMS_OF_IMAGES = "lib/images/rules/item-of.ts";

it("asks before each act of the console whether the user may do it, by the item its operation asks for (IAM-16)", () => {
  const files = sourceFiles().filter(({ isTest, path: file }) => !isTest && (file.startsWith("components/") || file === ITEMS_OF_IMAGES));
  const text = files.map(({ path: file }) => readFileSync(path.join(PROJECT_ROOT, file), "utf8")).join("\n");
  const writes = Object.entries(items).filter(([item, words]) => words.startsWith("write ") && !API_ONLY.includes(item));
  // Backups name theirs by the act.
  const asks = (item: string) => text.includes(`"${item}"`) || /^cbr:backups:(?:restore|delete)$/.test(item);
  expect(writes.length).toBeGreaterThan(40);
  expect(writes.map(([item]) => item).filter((item) => !asks(item))).toEqual([]);
});
