import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export type Language = "zh-CN" | "en";
export const LANGUAGES: readonly Language[] = ["zh-CN", "en"];

/** The console's own words: `words("en")("objects.createBucket")`. Tests name things as the user of that language reads them. */
export function words(language: Language): (path: string, values?: Readonly<Record<string, string | number>>) => string {
  const files = new Map<string, unknown>();
  return (path, values = {}) => {
    const [file = "", ...keys] = path.split(".");
    if (!files.has(file))
      files.set(file, JSON.parse(readFileSync(fileURLToPath(new URL(`../../messages/${language}/${file}.json`, import.meta.url)), "utf8")));
    const found = keys.reduce<unknown>(
      (node, key) => (typeof node === "object" && node !== null ? Reflect.get(node, key) : undefined),
      files.get(file),
    );
    if (typeof found !== "string") throw new Error(`no words ${path} in ${language}`);
    return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}
