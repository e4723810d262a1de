/** The fields of os-release that tell systems apart. */
export interface OsRelease {
  /** Lower case, e.g. `centos`, `sles`, `opensuse-leap`. */
  readonly id: string;
  readonly versionId: string;
  /** With words, e.g. `18.04.2 LTS (Bionic Beaver)`, `2.0 (SP5)`. */
  readonly version: string;
  readonly name: string;
  readonly prettyName?: string;
}

const VALUE_MAX = 200;

/** Reads an os-release file; undefined without ID and NAME. Never runs it as the shell text that it is. Source: os-release(5). */
export function parseOsRelease(text: string): OsRelease | undefined {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^\s*([A-Z_]+)=(.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) fields.set(match[1], unquote(match[2]).slice(0, VALUE_MAX));
  }
  const name = fields.get("NAME") ?? "";
  const id = (fields.get("ID") ?? "").toLowerCase();
  if (name === "" && id === "") return undefined;
  const prettyName = fields.get("PRETTY_NAME");
  return { id, name, versionId: fields.get("VERSION_ID") ?? "", version: fields.get("VERSION") ?? "", ...(prettyName && { prettyName }) };
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return (quoted?.[2] ?? value).replaceAll(/\\(["'\\$`])/g, "$1");
}
