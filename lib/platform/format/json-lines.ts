/** A JSON value that remembers on which line it stands. Unit of `line`: 1 is the first. */
export type JsonNode = { readonly line: number } & (
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, JsonMember> }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "other"; readonly value: number | boolean | null }
);

export interface JsonMember {
  /** Of the name. */
  readonly line: number;
  readonly value: JsonNode;
}

/** Where a text stops being JSON. `near`: what stands there, cut short; empty at the end of the text. */
export interface JsonProblem {
  readonly line: number;
  readonly reason: "syntax" | "duplicate" | "depth";
  readonly near: string;
}

const DEPTH_MAX = 10;
const TOKEN =
  /\s+|[{}[\]:,]|"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

interface Token {
  readonly text: string;
  readonly line: number;
}

class Stop extends Error {
  constructor(readonly problem: JsonProblem) {
    super(problem.reason);
  }
}

/**
 * Reads JSON with the line of every value. Stricter than `JSON.parse`: the same name twice in an object is a problem, since readers
 * disagree on which of the two counts; so is anything nested deeper than a document needs.
 */
export function parseJsonLines(text: string): { readonly node: JsonNode } | { readonly problem: JsonProblem } {
  try {
    const reader = new Reader(tokensOf(text));
    const node = reader.value(0);
    reader.end();
    return { node };
  } catch (error) {
    if (error instanceof Stop) return { problem: error.problem };
    throw error;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let [at, line] = [0, 1];
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text)?.[0];
    if (found === undefined) throw new Stop({ line, reason: "syntax", near: text.slice(at, at + 20).split("\n")[0] ?? "" });
    if (found.trim() !== "") tokens.push({ text: found, line });
    line += found.split("\n").length - 1;
    at += found.length;
  }
  tokens.push({ text: "", line });
  return tokens;
}

class Reader {
  private at = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  value(depth: number): JsonNode {
    const { text, line } = this.next();
    if (depth > DEPTH_MAX) throw new Stop({ line, reason: "depth", near: text });
    if (text === "{") return { kind: "object", line, members: this.members(depth) };
    if (text === "[") return { kind: "array", line, items: this.items(depth) };
    if (text.startsWith('"')) return { kind: "string", line, value: JSON.parse(text) as string };
    if (text === "" || /^[}\]:,]$/.test(text)) throw new Stop({ line, reason: "syntax", near: text });
    return { kind: "other", line, value: JSON.parse(text) as number | boolean | null };
  }

  end(): void {
    this.expect("");
  }

  private members(depth: number): Map<string, JsonMember> {
    const members = new Map<string, JsonMember>();
    if (this.skip("}")) return members;
    do {
      const { text, line } = this.next();
      if (!text.startsWith('"')) throw new Stop({ line, reason: "syntax", near: text });
      const name = JSON.parse(text) as string;
      if (members.has(name)) throw new Stop({ line, reason: "duplicate", near: name });
      this.expect(":");
      members.set(name, { line, value: this.value(depth + 1) });
    } while (this.skip(","));
    this.expect("}");
    return members;
  }

  private items(depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    if (this.skip("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.skip(","));
    this.expect("]");
    return items;
  }

  private next(): Token {
    const token = this.tokens[Math.min(this.at, this.tokens.length - 1)] ?? { text: "", line: 1 };
    this.at += 1;
    return token;
  }

  private skip(text: string): boolean {
    if (this.tokens[this.at]?.text !== text) return false;
    this.at += 1;
    return true;
  }

  private expect(text: string): void {
    const token = this.next();
    if (token.text !== text) throw new Stop({ line: token.line, reason: "syntax", near: token.text.slice(0, 20) });
  }
}
