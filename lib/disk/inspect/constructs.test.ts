import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const DISK = join(import.meta.dirname, "..");
const MESSAGES = join(import.meta.dirname, "../../../messages");
/** Whatever looks into a file that came from outside. */
const FOLDERS = ["inspect", "zvhd", "zvhd2", "qemu", "pipeline", "unwrap"];
const FORMATS = "vmdk|vhd|qcow2|raw|vhdx|qed|vdi|qcow|iso|zvhd2|zvhd|file|gzip|xz|zstd|tar|ova";

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(DISK, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$|^testing|\/testing/.test(name))
    .map((name) => readFileSync(join(DISK, folder, name), "utf8")),
);
const literals = sources.flatMap((text) => [
  ...[...text.matchAll(new RegExp(`"((?:${FORMATS})\\.\\w+)"`, "g"))].map(([, name = ""]) => name),
  ...[...text.matchAll(/construct: "(\w+)"/g)].map(([, name = ""]) => `file.${name}`),
]);
const emitted = [...new Set(literals)].sort();

interface Words {
  [format: string]: Record<string, string>;
}
const messagesOf = (locale: string) =>
  JSON.parse(readFileSync(join(MESSAGES, locale, "constructs.json"), "utf8")) as { words: Words; advice: Words }; // the file's own shape
const keysOf = (words: Words) => Object.entries(words).flatMap(([format, names]) => Object.keys(names).map((name) => `${format}.${name}`));

describe("what a refusal names (FMT-02)", () => {
  it("is always spelled out, so that it can be collected", () => {
    expect(emitted.length).toBeGreaterThan(100);
    expect(sources.filter((text) => /^(?! *\*).*construct: `/m.test(text))).toEqual([]);
  });

  it.each(["zh-CN", "en"])("has words in %s for every construct, and for none that does not exist", (locale) => {
    expect(keysOf(messagesOf(locale).words).sort()).toEqual(emitted);
  });

  it.each(["zh-CN", "en"])("has advice of its own in %s for existing constructs only", (locale) => {
    const { words, advice } = messagesOf(locale);
    expect(keysOf(advice).filter((key) => !keysOf(words).includes(key))).toEqual([]);
  });
});
