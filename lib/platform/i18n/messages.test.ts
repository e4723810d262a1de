import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import compile from "icu-minify/compile";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "../errors";
import { LOCALES, type Locale } from "./locale";
import { NAMESPACES } from "./namespaces";

const root = fileURLToPath(new URL("../../../messages", import.meta.url));

/** Every message of one file as `key.path` → words. */
function messagesOf(locale: Locale, namespace: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (node: unknown, key: string) => {
    if (typeof node === "string") found.set(key, node);
    else for (const [name, child] of Object.entries(node ?? {})) walk(child, key === "" ? name : `${key}.${name}`);
  };
  walk(JSON.parse(readFileSync(path.join(root, locale, `${namespace}.json`), "utf8")), "");
  return found;
}

/** The arguments and tags a message uses, whatever the language does with them. */
function holesOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)[,}]|<(\w+)>/g)].map((match) => match[1] ?? match[2] ?? ""))].sort();
}

describe("messages", () => {
  it("are loaded from every file there is", () => {
    for (const locale of LOCALES) {
      expect(readdirSync(path.join(root, locale)).sort()).toEqual(NAMESPACES.map((name) => `${name}.json`).sort());
    }
  });

  describe.each(NAMESPACES)("%s", (namespace) => {
    it("has the same keys and arguments in every language", () => {
      const [first, ...others] = LOCALES.map((locale) => messagesOf(locale, namespace));
      for (const other of others) {
        expect([...other.keys()]).toEqual([...(first?.keys() ?? [])]);
        for (const [key, words] of first ?? []) expect(holesOf(other.get(key) ?? ""), key).toEqual(holesOf(words));
      }
    });

    it("is valid ICU and says something for every key", () => {
      for (const locale of LOCALES) {
        for (const [key, words] of messagesOf(locale, namespace)) {
          expect(words.trim(), `${locale} ${key}`).not.toBe("");
          expect(() => compile(words), `${locale} ${key}`).not.toThrow();
        }
      }
    });
  });

  it("give every error code a title and an advice, and none to codes that do not exist", () => {
    const keys = Object.keys(ERROR_CODES).flatMap((code) => [`${code}.title`, `${code}.advice`]);
    for (const locale of LOCALES) expect([...messagesOf(locale, "errors").keys()].sort()).toEqual(keys.sort());
  });
});
