import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.join(import.meta.dirname, "../../..");
/** The document the requirements were taken from, where it is at hand. Its text is somebody's property. */
const SOURCE = path.join(ROOT, "../shared/spec/ims-product-introduction.zh.md");
/** As many characters in a row are no coincidence in running Chinese text. */
const QUOTE_LENGTH = 16;
const HAN = /[^\p{Script=Han}]/gu;

/** Everything the product says in Chinese: the console's words and the documents. */
function ownTexts(): { file: string; text: string }[] {
  const messages = readdirSync(path.join(ROOT, "messages/zh-CN")).map((name) => `messages/zh-CN/${name}`);
  return [...messages, "README.zh-CN.md"].flatMap((file) => {
    const text = readFileSync(path.join(ROOT, file), "utf8");
    const parts = file.endsWith(".json") ? [...text.matchAll(/: "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? "") : text.split("\n\n");
    return parts.map((part) => ({ file, text: part.replace(HAN, "") }));
  });
}

function quotesOf(text: string, source: string): string[] {
  const starts = Array.from({ length: Math.max(0, text.length - QUOTE_LENGTH + 1) }, (_, at) => text.slice(at, at + QUOTE_LENGTH));
  return starts.filter((run) => source.includes(run)).slice(0, 1);
}

describe("the words of the product", () => {
  it("tells a quotation from words of its own", () => {
    const source = "私有镜像是由用户自己制作并且只有制作者本人可以使用的镜像";
    expect(quotesOf("提示用户自己制作并且只有制作者本人可以使用的镜像", source)).toHaveLength(1);
    expect(quotesOf("自己制作的镜像，只对本项目可见，别人看不到它的存在", source)).toEqual([]);
  });

  it.skipIf(!existsSync(SOURCE))("are its own: no sentence is taken from the document it follows (DOC-03)", () => {
    const source = readFileSync(SOURCE, "utf8").replace(HAN, "");
    expect(source.length).toBeGreaterThan(1_000);
    expect(ownTexts().flatMap(({ file, text }) => quotesOf(text, source).map((quote) => `${file}: ${quote}`))).toEqual([]);
  });

  it("say whose the names of other products are (DOC-03)", () => {
    expect(readFileSync(path.join(ROOT, "README.md"), "utf8")).toMatch(/trademarks of their owners/);
    expect(readFileSync(path.join(ROOT, "README.zh-CN.md"), "utf8")).toMatch(/各自所有者的商标/);
  });
});
