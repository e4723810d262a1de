export interface WindowsRelease {
  /** Version name without the bit width. */
  readonly name: string;
  readonly prettyName: string;
}

/** Since these builds ProductName still says Windows 10 or an earlier server. Source: Microsoft, release information. */
const WINDOWS_11_BUILD = 22_000;
const WORDS_OF_NO_EDITION = / (Evaluation|\((Server Core Installation|Desktop Experience)\)|Core)$/i;

/** First build of each release of Windows Server that the tables list or that comes after them. Source: as above. */
const SERVER_RELEASES = [
  [20_348, undefined],
  [17_763, "2019"],
  [14_393, "2016"],
  [9_600, "2012 R2"],
  [9_200, "2012"],
  [7_600, "2008 R2"],
] as const;
const FIRST_BUILD_OF_WINDOWS_10 = 10_240;
/** Words of EditionID; evaluations and systems without a desktop add to them. Source: Microsoft, GetProductInfo. */
const SERVER_EDITIONS = [
  ["ServerDatacenter", "Datacenter"],
  ["ServerStandard", "Standard"],
  ["ServerEnterprise", "Enterprise"],
  ["ServerSolution", "Essentials"],
  ["ServerWeb", "Web"],
] as const;

/**
 * Which Windows the values of `SOFTWARE\Microsoft\Windows NT\CurrentVersion` name: by the product name, or without one by edition and build;
 * undefined where neither is there.
 */
export function recogniseWindows(dump: string): WindowsRelease | undefined {
  const values = parseRegistryValues(dump);
  const product = (values.get("ProductName") ?? productOfEdition(values.get("EditionID") ?? "", buildOf(values)))
    ?.replaceAll(/\(R\)|®|™/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (!product) return undefined;
  const build = buildOf(values);
  const isServer = values.get("InstallationType")?.startsWith("Server") ?? product.includes("Server");
  if (!isServer && build >= WINDOWS_11_BUILD) return { name: "Windows 11", prettyName: product.replace("Windows 10", "Windows 11") };
  return { name: nameOfProduct(product), prettyName: product };
}

function buildOf(values: ReadonlyMap<string, string>): number {
  return Number(values.get("CurrentBuild") ?? values.get("CurrentBuildNumber"));
}

/** What a system of this edition and build calls itself; undefined for a release the tables do not list. */
function productOfEdition(editionId: string, build: number): string | undefined {
  if (!editionId.startsWith("Server")) return editionId !== "" && build >= FIRST_BUILD_OF_WINDOWS_10 ? "Windows 10" : undefined;
  const release = SERVER_RELEASES.find(([first]) => build >= first)?.[1];
  const edition = SERVER_EDITIONS.find(([word]) => editionId.startsWith(word))?.[1];
  if (release === undefined || edition === undefined) return undefined;
  return edition === "Web" ? `Windows Web Server ${release}` : `Windows Server ${release} ${edition}`;
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
