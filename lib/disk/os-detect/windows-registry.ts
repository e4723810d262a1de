export interface WindowsRelease {
  /** Version name without the bit width. */
  readonly name: string;
  readonly prettyName: string;
}

/** Since these builds ProductName still says Windows 10 or an earlier server. Source: Microsoft, release information. */
const WINDOWS_11_BUILD = 22_000;
const WORDS_OF_NO_EDITION = / (Evaluation|\((Server Core Installation|Desktop Experience)\)|Core)$/i;

/** Which Windows the values of `SOFTWARE\Microsoft\Windows NT\CurrentVersion` name; undefined without a product name. */
export function recogniseWindows(dump: string): WindowsRelease | undefined {
  const values = parseRegistryValues(dump);
  const product = values
    .get("ProductName")
    ?.replaceAll(/\(R\)|®|™/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (!product) return undefined;
  const build = Number(values.get("CurrentBuild") ?? values.get("CurrentBuildNumber"));
  const isServer = values.get("InstallationType")?.startsWith("Server") ?? product.includes("Server");
  if (!isServer && build >= WINDOWS_11_BUILD) return { name: "Windows 11", prettyName: product.replace("Windows 10", "Windows 11") };
  return { name: nameOfProduct(product), prettyName: product };
}

/** The name of the tables for a product: they name editions for servers only, and print the words of one of them in their own order. */
export function nameOfProduct(words: string): string {
  const product = words.replace(WORDS_OF_NO_EDITION, "").replace(WORDS_OF_NO_EDITION, "");
  if (/^Windows Web Server 2008 R2/.test(product)) return "Windows Server 2008 WEB R2";
  return /^Windows \d+(?=\s|$)/.exec(product)?.[0] ?? product;
}

/** Reads string values as hivexget prints them: `"Name"="value"`, quotes and backslashes escaped. */
function parseRegistryValues(dump: string): ReadonlyMap<string, string> {
  const lines = dump.matchAll(/^"((?:[^"\\]|\\.)*)"="((?:[^"\\]|\\.)*)"\r?$/gm);
  return new Map(Array.from(lines, ([, name = "", value = ""]) => [withoutEscapes(name), withoutEscapes(value)]));
}

function withoutEscapes(text: string): string {
  return text.replaceAll(/\\(.)/g, "$1");
}

/** How Windows starts a driver at its own start. Source: Microsoft, SERVICE_BOOT_START. */
const BOOT_START = 0;

/**
 * The services of virtio disks that the present control set starts with Windows, by the probe's answer to `services`; undefined where it is
 * none, or names no present set.
 */
export function bootServices(dump: string): ReadonlySet<string> | undefined {
  const [, ...parts] = dump.split(/^\[([^\]\n]*)\]\r?$/m);
  const sections = new Map(parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? ""] as const] : [])));
  const current = numberOf(sections.get("Select"), "Current");
  if (current === undefined) return undefined;
  const set = `${current.toString().padStart(3, "0")} `;
  const names = [...sections].filter(([name, values]) => name.startsWith(set) && numberOf(values, "Start") === BOOT_START);
  return new Set(names.map(([name]) => name.slice(set.length)));
}

/** A number as hivexget prints it: `"Name"=dword:00000001`. */
function numberOf(values: string | undefined, name: string): number | undefined {
  const digits = values && new RegExp(`^"${name}"=dword:([0-9a-f]{8})\\r?$`, "mi").exec(values)?.[1];
  return digits ? Number.parseInt(digits, 16) : undefined;
}
