import { createHash } from "node:crypto";
import { AppError } from "@/lib/platform/errors";
import { refuse } from "../inspect/refusal";
import type { RandomAccess } from "../model";
import { CHUNK_BYTES } from "./constraints";
import { listTar, readText, type TarMember } from "./tar";

/** The one disk of a package and what its manifest says of it. */
export interface OvaDisk {
  readonly member: TarMember;
  /** Absent where the package lists no digest of the disk. */
  readonly digest?: { readonly algorithm: "sha1" | "sha256" | "sha512"; readonly hex: string };
}

/**
 * Finds the disk of a virtual machine package: a tar with one `.ovf` that describes exactly one disk, whose file is there. Names only
 * choose among the members; nothing is ever opened by them.
 * Errors: `formatNotSupported` with `construct` `ova.descriptor` (not one), `ova.disks` (not one disk; `found` how many), `ova.diskFile`
 * (its file is not in the package); those of `listTar`. Source: DMTF DSP0243 (OVF 1.1), 5 and 7.
 */
export async function findOvaDisk(source: RandomAccess): Promise<OvaDisk> {
  const members = await listTar(source);
  const descriptors = members.filter(({ name }) => name.toLowerCase().endsWith(".ovf"));
  const [descriptor] = descriptors;
  if (!descriptor || descriptors.length > 1)
    refuse("formatNotSupported", { construct: "ova.descriptor", found: String(descriptors.length) });
  const file = diskFileOf(await readText(source, descriptor));
  const member = members.find(({ name }) => baseName(name) === file);
  if (!member) refuse("formatNotSupported", { construct: "ova.diskFile", found: file });
  const manifest = members.find(({ name }) => name.toLowerCase().endsWith(".mf"));
  const digest = manifest && digestOf(await readText(source, manifest), file);
  return { member, ...(digest && { digest }) };
}

/** The disk's bytes, in order. Errors: `truncatedImage`; `corruptImage` after the last byte when they are not those of the manifest. */
export async function* readOvaDisk(source: RandomAccess, { member, digest }: OvaDisk, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const hash = digest && createHash(digest.algorithm);
  for (let done = 0; done < member.length; ) {
    if (signal?.aborted) throw new AppError("cancelled");
    const bytes = await source.read(member.offset + done, Math.min(CHUNK_BYTES, member.length - done));
    if (bytes.length === 0) refuse("truncatedImage", { construct: "ova.disk", offsetBytes: member.offset + done });
    hash?.update(bytes);
    done += bytes.length;
    yield bytes;
  }
  if (hash && hash.digest("hex") !== digest?.hex) refuse("corruptImage", { construct: "ova.manifest", found: member.name });
}

/** Href of the file behind the only `Disk` of the description. */
function diskFileOf(description: string): string {
  const xml = withoutComments(description);
  const disks = elements(xml, "Disk");
  if (disks.length !== 1) refuse("formatNotSupported", { construct: "ova.disks", found: String(disks.length) });
  const reference = attribute(disks[0] ?? "", "fileRef");
  const href = elements(xml, "File")
    .filter((file) => attribute(file, "id") === reference)
    .map((file) => attribute(file, "href"))[0];
  if (reference === undefined || href === undefined) refuse("formatNotSupported", { construct: "ova.diskFile", found: reference ?? "" });
  return baseName(href);
}

/** In one pass: a pattern would look for the end of each of many comments that have none, through all of the text. */
function withoutComments(xml: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const start = xml.indexOf("<!--", at);
    const end = start < 0 ? -1 : xml.indexOf("-->", start + 4);
    if (end < 0) break;
    kept.push(xml.slice(at, start));
    at = end + 3;
  }
  return kept.join("") + xml.slice(at);
}

/** Start tags of an element, whatever its namespace prefix. */
function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<(?:[\\w.-]{1,64}:)?${name}(\\s[^<>]*)>`, "g"))].map(([, attributes]) => attributes ?? "");
}

function attribute(attributes: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return value?.[1] ?? value?.[2];
}

const baseName = (name: string): string => name.split("/").at(-1) ?? "";

/** Lines such as `SHA256(disk.vmdk)= 9f86…`. */
function digestOf(manifest: string, file: string): OvaDisk["digest"] {
  for (const line of manifest.split(/\r?\n/)) {
    const [, algorithm, name, hex] = /^(SHA1|SHA256|SHA512)\s*\((.+)\)\s*=\s*([0-9a-fA-F]+)\s*$/.exec(line) ?? [];
    if (name !== file || hex === undefined) continue;
    return { algorithm: algorithm === "SHA1" ? "sha1" : algorithm === "SHA256" ? "sha256" : "sha512", hex: hex.toLowerCase() };
  }
  return undefined;
}
