import { type JsonMember, type JsonNode, parseJsonLines } from "@/lib/platform/format/json-lines";
import {
  ACTIONS_MAX,
  CONDITION_OPERATORS,
  IMAGE_ACTIONS,
  POLICY_DOCUMENT_MAX_LENGTH,
  POLICY_SERVICES,
  POLICY_VERSION,
  RESOURCES_MAX,
  STATEMENTS_MAX,
  VALUES_MAX,
} from "./constraints";

export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface PolicyDocument {
  readonly Version: typeof POLICY_VERSION;
  readonly Statement: readonly PolicyStatement[];
}

export type PolicyRule =
  | ("tooLong" | "syntax" | "duplicate" | "depth" | "missing" | "unknownField" | "wrongType" | "tooMany" | "empty")
  | ("version" | "effect" | "actionForm" | "actionService" | "actionUnknown")
  | ("resourceForm" | "resourceless" | "operator" | "key" | "value");

/** What is wrong with a document, and where. `value`: what stands there; `wanted`: what may stand there. */
export interface PolicyProblem {
  readonly rule: PolicyRule;
  readonly line: number;
  readonly value: string;
  readonly wanted: string;
}

class Invalid extends Error {
  constructor(readonly problem: PolicyProblem) {
    super(problem.rule);
  }
}

function refuse(rule: PolicyRule, at: { readonly line: number }, value = "", wanted = ""): never {
  throw new Invalid({ rule, line: at.line, value, wanted });
}

/**
 * Reads a custom policy (IAM-06): version 1.1, statements of effect, actions, and where wanted resources and conditions. An action must
 * stand for one that there is, so that a misspelt one does not silently deny nothing. The first thing that is wrong is told with its line.
 */
export function parsePolicy(
  text: string,
  actions: readonly string[],
): { readonly document: PolicyDocument } | { readonly problem: PolicyProblem } {
  if (text.length > POLICY_DOCUMENT_MAX_LENGTH)
    return { problem: { rule: "tooLong", line: 1, value: String(text.length), wanted: String(POLICY_DOCUMENT_MAX_LENGTH) } };
  const json = parseJsonLines(text);
  if ("problem" in json) {
    const { reason, line, near } = json.problem;
    return { problem: { rule: reason, line, value: near, wanted: "" } };
  }
  try {
    return { document: readDocument(json.node, actions) };
  } catch (error) {
    if (error instanceof Invalid) return { problem: error.problem };
    throw error;
  }
}

function readDocument(node: JsonNode, actions: readonly string[]): PolicyDocument {
  const members = membersOf(node, ["Version", "Statement"], []);
  const version = textOf(member(members, "Version"));
  if (version !== POLICY_VERSION) refuse("version", member(members, "Version"), version, POLICY_VERSION);
  const statements = itemsOf(member(members, "Statement"), STATEMENTS_MAX);
  return { Version: POLICY_VERSION, Statement: statements.map((statement) => readStatement(statement, actions)) };
}

function readStatement(node: JsonNode, known: readonly string[]): PolicyStatement {
  const members = membersOf(node, ["Effect", "Action"], ["Resource", "Condition"]);
  const effect = textOf(member(members, "Effect"));
  if (effect !== "Allow" && effect !== "Deny") refuse("effect", member(members, "Effect"), effect, "Allow, Deny");
  const actionNodes = itemsOf(member(members, "Action"), ACTIONS_MAX);
  const Action = actionNodes.map((action) => readAction(action, known));
  const Resource = members.has("Resource") ? itemsOf(member(members, "Resource"), RESOURCES_MAX).map(readResource) : undefined;
  const Condition = members.has("Condition") ? readConditions(member(members, "Condition")) : undefined;
  const statement: PolicyStatement = {
    ...{ Effect: effect, Action },
    ...(Resource === undefined ? {} : { Resource }),
    ...(Condition === undefined ? {} : { Condition }),
  };
  const about = isRestricted(statement) ? actionNodes.find((_, index) => isWithoutResource(Action[index] ?? "")) : undefined;
  if (about !== undefined) refuse("resourceless", about, textOf(about), IMAGE_ACTIONS.join(", "));
  return statement;
}

/** An action by its whole name that no image can be named for; patterns take those that fit. */
function isWithoutResource(action: string): boolean {
  return !action.includes("*") && !IMAGE_ACTIONS.includes(action);
}

function readAction(node: JsonNode, known: readonly string[]): string {
  const action = textOf(node);
  if (!/^[a-z]+:[A-Za-z*]+:[A-Za-z*]+$/.test(action)) refuse("actionForm", node, action, "ims:images:delete");
  const [service = ""] = action.split(":");
  if (!POLICY_SERVICES.some((name) => name === service)) refuse("actionService", node, service, POLICY_SERVICES.join(", "));
  const pattern = new RegExp(`^${action.replace(/\*+/g, "[A-Za-z]*")}$`);
  if (!known.some((name) => pattern.test(name))) refuse("actionUnknown", node, action);
  return action;
}

const RESOURCE = /^(?:\*|ims:(?:\*|[a-z0-9-]+):\*:image:(?:\*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/i;

function readResource(node: JsonNode): string {
  const resource = textOf(node);
  if (!RESOURCE.test(resource)) refuse("resourceForm", node, resource, "ims:*:*:image:ID");
  return resource.toLowerCase();
}

const TAG_KEY = "g:ResourceTag/";
const KEYS = { tag: `${TAG_KEY}KEY`, address: "g:SourceIp", time: "g:CurrentTime" } as const;

function readConditions(node: JsonNode): Record<string, Record<string, readonly string[]>> {
  const operators = [...membersOf(node, [], undefined)];
  if (operators.length === 0) refuse("empty", node);
  return Object.fromEntries(
    operators.map(([operator, { line, value }]) => {
      const kind = Object.entries(CONDITION_OPERATORS).find(([name]) => name === operator)?.[1];
      if (kind === undefined) refuse("operator", { line }, operator, Object.keys(CONDITION_OPERATORS).join(", "));
      const keys = [...membersOf(value, [], undefined)];
      if (keys.length === 0) refuse("empty", value);
      return [operator, Object.fromEntries(keys.map(([key, held]) => [key, readValues(kind, key, held)]))];
    }),
  );
}

function readValues(kind: keyof typeof KEYS, key: string, { line, value }: JsonMember): readonly string[] {
  const fits = kind === "tag" ? key.startsWith(TAG_KEY) && key.length > TAG_KEY.length : key === KEYS[kind];
  if (!fits) refuse("key", { line }, key, KEYS[kind]);
  return itemsOf(value, VALUES_MAX).map((item) => {
    const text = textOf(item);
    if (kind === "address" && !isAddressRange(text)) refuse("value", item, text, "192.0.2.0/24");
    if (kind === "time" && !isTime(text)) refuse("value", item, text, "2027-01-31T16:00:00Z");
    return text;
  });
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && !Number.isNaN(Date.parse(text));
}

function isAddressRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const four = /^(?:\d{1,3}\.){3}\d{1,3}$/.test(address);
  const valid = four ? address.split(".").every((part) => Number(part) <= 255) : URL.canParse(`http://[${address}]/`);
  return valid && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (four ? 32 : 128)));
}

type Members = ReadonlyMap<string, JsonMember>;

/** The members of an object: those required, and no others than the optional ones. `optional` undefined: any. */
function membersOf(node: JsonNode, required: readonly string[], optional: readonly string[] | undefined): Members {
  if (node.kind !== "object") refuse("wrongType", node, "", "{ }");
  const allowed = [...required, ...(optional ?? [])];
  for (const [name, { line }] of node.members)
    if (optional !== undefined && !allowed.includes(name)) refuse("unknownField", { line }, name, allowed.join(", "));
  for (const name of required) if (!node.members.has(name)) refuse("missing", node, name);
  return node.members;
}

function member(members: Members, name: string): JsonNode {
  const found = members.get(name);
  if (found === undefined) throw new Error(`${name} was checked to be there`);
  return found.value;
}

/** A list of one or more. */
function itemsOf(node: JsonNode, max: number): readonly JsonNode[] {
  if (node.kind !== "array") refuse("wrongType", node, "", "[ ]");
  if (node.items.length === 0) refuse("empty", node);
  if (node.items.length > max) refuse("tooMany", node, String(node.items.length), String(max));
  return node.items;
}

function textOf(node: JsonNode): string {
  if (node.kind !== "string") refuse("wrongType", node, "", '"…"');
  return node.value;
}

/** Whether a statement is about some images only, so that it may name no action that is about none. */
export function isRestricted({ Resource, Condition }: PolicyStatement): boolean {
  const tagged = Object.values(Condition ?? {}).some((keys) => Object.keys(keys).some((key) => key.startsWith(TAG_KEY)));
  return tagged || Resource?.every((resource) => resource !== "*") === true;
}

/** The tag a statement asks for by one value; undefined where it asks for none, or for more than that. */
export function tagOf({ Condition }: PolicyStatement): { readonly key: string; readonly value: string } | undefined {
  const [entry, ...others] = Object.entries(Condition?.StringEquals ?? {});
  if (entry === undefined || others.length > 0) return undefined;
  const [key, values] = entry;
  return { key: key.slice(TAG_KEY.length), value: values[0] ?? "" };
}

/** The statement for images with this tag only; an empty key takes the limit away. What cannot be about an image goes out of it. */
export function withTag(statement: PolicyStatement, { key, value }: { key: string; value: string }): PolicyStatement {
  const { StringEquals: _, ...others } = statement.Condition ?? {};
  const { Condition: __, ...rest } = statement;
  const conditions = key === "" ? others : { ...others, StringEquals: { [`${TAG_KEY}${key}`]: [value] } };
  const changed = Object.keys(conditions).length === 0 ? rest : { ...rest, Condition: conditions };
  if (!isRestricted(changed)) return changed;
  const about = changed.Action.filter((action) => !isWithoutResource(action));
  return { ...changed, Action: about.length > 0 ? about : ["ims:images:get"] };
}

/** The statement with an action or without it. The last one stays: a statement of nothing is none. */
export function withAction(statement: PolicyStatement, action: string, wanted: boolean): PolicyStatement {
  const others = statement.Action.filter((each) => each !== action);
  const next = wanted ? [...others, action] : others;
  return next.length === 0 ? statement : { ...statement, Action: next };
}

/** A custom policy as the console shows it. */
export interface PolicyView {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly document: string;
  /** Groups it is granted to, by name. */
  readonly groups: readonly string[];
  readonly updatedAt: string;
}
