import path from "node:path";
import { expect, it } from "vitest";
import { camelCase, PROJECT_ROOT, sourceFiles } from "../testing/source-file";
import { authorisationItems } from "./authorisation-items";

/** Leave a trace or a setting of their user, and the project as it is. */
const READING_COMMANDS = new Set(["export-image-list", "save-preference"]);

/** Every declared operation: its name, its item, and whether it only reads. */
function declared() {
  const files = sourceFiles().filter(({ folder, isTest }) => !isTest && /^lib\/[a-z]+\/(commands|queries)$/.test(folder));
  return files.map(({ name, folder, text }) => {
    const item = /\bpermission: "([a-z]+:[a-zA-Z]+:[a-zA-Z]+)"/.exec(text)?.[1];
    const reads = folder.endsWith("/queries") || READING_COMMANDS.has(name);
    return { name: camelCase(name), item: item ?? `none in ${folder}/${name}`, reads };
  });
}

it("lists one authorisation item for each operation there is, and no other (IAM-14)", async () => {
  const operations = declared();
  expect(operations.length).toBeGreaterThan(80);
  const byItem = [...Map.groupBy(operations, ({ item }) => item)].sort(([a], [b]) => a.localeCompare(b, "en"));
  const list = byItem.map(([item, inside]) => {
    const access = inside.every(({ reads }) => reads) ? "read" : "write";
    return [item, [access, ...inside.map(({ name }) => name).sort()].join(" ")];
  });
  const file = path.join(PROJECT_ROOT, "lib/iam/authorisation-items.json");
  await expect(`${JSON.stringify(Object.fromEntries(list), null, 2)}\n`).toMatchFileSnapshot(file);
});

it("says which system permission gives an item: reading alone to read-only, everything to full access (IAM-14)", () => {
  const ofImages = authorisationItems().filter(({ item }) => item.startsWith("ims:"));
  expect(ofImages.map(({ item }) => item)).toEqual(expect.arrayContaining(["ims:images:list", "ims:images:share", "ims:images:export"]));
  for (const { givenBy } of ofImages) expect(givenBy).toContain("IMS FullAccess");
  expect(ofImages.find(({ item }) => item === "ims:images:list")?.givenBy).toContain("IMS ReadOnlyAccess");
  expect(ofImages.find(({ item }) => item === "ims:images:delete")?.givenBy).not.toContain("IMS ReadOnlyAccess");
});
