import { BlockList, isIP } from "node:net";
import type { Condition, Resource, Statement } from "./actor";

/** Whether something is allowed. `depends`: on the resource, which is not known yet. */
export type Decision = "allowed" | "refused" | "depends";

export interface Question {
  readonly permission: string;
  readonly project: { readonly id: string; readonly regionId?: string } | undefined;
  readonly sourceIp?: string;
  readonly at: Date;
  /** What the act is about; null: nothing that a policy could name; undefined: not known yet. */
  readonly resource: Resource | null | undefined;
}

/**
 * What statements say to a question. An explicit deny wins, then allow, else refused (IAM-16). A statement about certain resources
 * or tags says nothing to an act that is about none, such as a list.
 */
export function decide(statements: readonly Statement[], question: Question): Decision {
  const said = statements.map((statement) => ({ effect: statement.effect, applies: applies(statement, question) }));
  const some = (effect: Statement["effect"], applying: boolean | undefined) =>
    said.some((each) => each.effect === effect && each.applies === applying);
  if (some("deny", true)) return "refused";
  if (some("allow", true) && !some("deny", undefined)) return "allowed";
  return some("allow", true) || some("allow", undefined) ? "depends" : "refused";
}

export function holdsIn(statement: Statement, projectId: string | undefined): boolean {
  return statement.projectId === undefined || statement.projectId === projectId;
}

function applies(statement: Statement, question: Question): boolean | undefined {
  if (!holdsIn(statement, question.project?.id)) return false;
  if (!statement.actions.some((pattern) => matchesAction(pattern, question.permission))) return false;
  const parts = [
    namesResource(statement, question),
    ...(statement.conditions ?? []).map((condition) => holds(condition, statement.effect, question)),
  ];
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

/** `ims:*:get` matches `ims:images:get`; a `*` stands for any letters inside one of the three parts. */
export function matchesAction(pattern: string, action: string): boolean {
  const [patterns, parts] = [pattern.split(":"), action.split(":")];
  return patterns.length === parts.length && patterns.every((part, index) => matchesText(part, parts[index] ?? ""));
}

/** `*` stands for any characters. Linear in the length of both: the pieces between the stars are looked for one after the other. */
function matchesText(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** Patterns are `ims:REGION:*:image:ID` or `*`. */
function namesResource({ resources }: Statement, { resource, project }: Question): boolean | undefined {
  if (resources === undefined || resources.includes("*")) return true;
  if (resource === undefined) return undefined;
  if (resource === null) return false;
  return resources.some((pattern) => {
    const [, region = "", , type, id = ""] = pattern.split(":");
    return (
      type === resource.type && matchesText(region, project?.regionId ?? "") && matchesText(id.toLowerCase(), resource.id.toLowerCase())
    );
  });
}

const TAG_KEY = "g:ResourceTag/";

function holds(condition: Condition, effect: Statement["effect"], question: Question): boolean | undefined {
  const { operator, key, values } = condition;
  if (key.startsWith(TAG_KEY)) {
    if (question.resource === undefined) return undefined;
    if (question.resource === null) return false;
    const tag = question.resource.tags.get(key.slice(TAG_KEY.length));
    if (operator === "StringEquals") return tag !== undefined && values.includes(tag);
    if (operator === "StringNotEquals") return tag === undefined || !values.includes(tag);
    if (operator === "StringMatch") return tag !== undefined && values.some((value) => matchesText(value, tag));
  } else if (key === "g:SourceIp" && question.sourceIp !== undefined) {
    const inside = values.some((range) => isInside(range, question.sourceIp ?? ""));
    if (operator === "IpAddress") return inside;
    if (operator === "NotIpAddress") return !inside;
  } else if (key === "g:CurrentTime") {
    const now = question.at.getTime();
    if (operator === "DateLessThan") return values.some((value) => now < Date.parse(value));
    if (operator === "DateGreaterThan") return values.some((value) => now > Date.parse(value));
  }
  return effect === "deny"; // what cannot be told counts against the one who asks
}

function isInside(range: string, address: string): boolean {
  const plain = address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
  const [network = "", bits] = range.split("/");
  if (isIP(network) !== isIP(plain) || isIP(plain) === 0) return false;
  const family = isIP(plain) === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  if (bits === undefined) list.addAddress(network, family);
  else list.addSubnet(network, Number(bits), family);
  return list.check(plain, family);
}
