import { describe, expect, it } from "vitest";
import { authorisationItems } from "@/lib/iam/authorisation-items";
import { matchesAction } from "@/lib/platform/operation/evaluate";
import { IMAGE_ACTIONS, POLICY_DOCUMENT_MAX_LENGTH } from "./constraints";
import { type PolicyStatement, parsePolicy, tagOf, withAction, withTag } from "./model";

const ACTIONS = authorisationItems().map(({ item }) => item);
const parse = (text: string) => parsePolicy(text, ACTIONS);

/** A document of one statement, its lines as an editor numbers them: Effect 5, Action 6, the rest from 7. */
const withStatement = (effect: string, action: string, ...rest: string[]) =>
  [
    "{",
    '"Version": "1.1",',
    '"Statement": [',
    "{",
    `"Effect": ${effect},`,
    [`"Action": ${action}`, ...rest].join(",\n"),
    "}",
    "]",
    "}",
  ].join("\n");
const good = withStatement('"Allow"', '["ims:images:delete"]');

describe("a policy document", () => {
  it("says what it allows and denies, on what, and when (IAM-06)", () => {
    const conditions = {
      StringMatch: { "g:ResourceTag/env": ["test*"] },
      NotIpAddress: { "g:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] },
      DateLessThan: { "g:CurrentTime": ["2027-01-31T16:00:00Z"] },
    };
    const id = "0B8D2E4C-1111-4222-8333-444455556666";
    const text = withStatement(
      '"Deny"',
      '["ims:images:*"]',
      `"Resource": ["IMS:*:*:image:${id}"]`,
      `"Condition": ${JSON.stringify(conditions)}`,
    );
    expect(parse(text)).toEqual({
      document: {
        Version: "1.1",
        Statement: [{ Effect: "Deny", Action: ["ims:images:*"], Resource: [`ims:*:*:image:${id.toLowerCase()}`], Condition: conditions }],
      },
    });
    expect(parse(good)).toHaveProperty("document");
  });

  it.each<[string, string, object]>([
    ["an end too early", good.slice(0, -2), { rule: "syntax", line: 8, value: "" }],
    ["a comma too many", good.replace('"Allow",', '"Allow",,'), { rule: "syntax", line: 5, value: "," }],
    ["single quotes", good.replace('"Allow"', "'Allow'"), { rule: "syntax", line: 5, value: "'Allow'," }],
    ["something behind the end", `${good}\n{}`, { rule: "syntax", line: 10, value: "{" }],
    ["a name twice", withStatement('"Deny"', '["ims:images:get"]', '"Effect": "Allow"'), { rule: "duplicate", line: 7, value: "Effect" }],
    ["endless nesting", withStatement('"Allow"', "[".repeat(3000)), { rule: "depth", line: 6 }],
    ["too much", " ".repeat(POLICY_DOCUMENT_MAX_LENGTH + 1), { rule: "tooLong", line: 1 }],
    ["another version", good.replace('"1.1"', '"5.0"'), { rule: "version", line: 2, value: "5.0", wanted: "1.1" }],
    ["no statements", '{"Version": "1.1"}', { rule: "missing", line: 1, value: "Statement" }],
    ["an empty list", withStatement('"Allow"', "[]"), { rule: "empty", line: 6 }],
    ["nine statements", good.replace(/\{\n"E[^}]*\}/, (one) => Array(9).fill(one).join(",\n")), { rule: "tooMany", line: 3, wanted: "8" }],
    [
      "an unknown field",
      withStatement('"Allow"', '["ims:images:get"]', '"NotAction": []'),
      { rule: "unknownField", line: 7, value: "NotAction" },
    ],
    ["an effect of its own", withStatement('"allow"', '["ims:images:get"]'), { rule: "effect", line: 5, value: "allow" }],
    ["text for a list", withStatement('"Allow"', '"ims:images:get"'), { rule: "wrongType", line: 6 }],
    ["an action of two parts", withStatement('"Allow"', '["ims:*"]'), { rule: "actionForm", line: 6, value: "ims:*" }],
    ["a misspelt action", withStatement('"Allow"', '["ims:image:delete"]'), { rule: "actionUnknown", line: 6, value: "ims:image:delete" }],
    ["identity", withStatement('"Allow"', '["iam:grants:create"]'), { rule: "actionService", line: 6, value: "iam" }],
    ["every service", withStatement('"Allow"', '["*:*:*"]'), { rule: "actionForm", line: 6 }],
    ["a bucket", withStatement('"Allow"', '["ims:images:get"]', '"Resource": ["obs:*:*:bucket:a"]'), { rule: "resourceForm", line: 7 }],
    [
      "an image for a list",
      withStatement('"Allow"', '["ims:images:get",\n"ims:images:list"]', '"Resource": ["ims:*:*:image:*"]'),
      { rule: "resourceless", line: 7, value: "ims:images:list" },
    ],
    [
      "an unknown operator",
      withStatement('"Allow"', '["ims:images:get"]', '"Condition": {"Bool": {"g:MFAPresent": ["true"]}}'),
      { rule: "operator", line: 7 },
    ],
    [
      "an unknown key",
      withStatement('"Allow"', '["ims:images:get"]', '"Condition": {"StringEquals": {"g:UserName": ["a"]}}'),
      { rule: "key", line: 7 },
    ],
    [
      "no address",
      withStatement('"Allow"', '["ims:images:get"]', '"Condition": {"IpAddress": {"g:SourceIp": ["10.0.0.0/33"]}}'),
      { rule: "value", line: 7, value: "10.0.0.0/33" },
    ],
    [
      "no time",
      withStatement('"Allow"', '["ims:images:get"]', '"Condition": {"DateLessThan": {"g:CurrentTime": ["2027-13-01T00:00:00Z"]}}'),
      { rule: "value", line: 7 },
    ],
  ])("with %s is refused at the line where it stands", (_, text, problem) => {
    expect(parse(text)).toMatchObject({ problem });
  });

  it("keeps an exact action of a service that there is", () => {
    for (const action of IMAGE_ACTIONS) expect(ACTIONS).toContain(action);
  });
});

it.each([
  ["ims:images:delete", "ims:images:delete", true],
  ["ims:images:*", "ims:images:delete", true],
  ["ims:*:get", "ims:quotas:get", true],
  ["ims:*Images:create", "ims:wholeImages:create", true],
  ["ims:images:copy*Region", "ims:images:copyCrossRegion", true],
  ["ims:*:*", "ecs:servers:get", false],
  ["ims:images:get", "ims:images:getAll", false],
  ["ims:images:*All", "ims:images:get", false],
  ["ims:images:ab*ba", "ims:images:aba", false],
  ["ims:image.:get", "ims:images:get", false],
])("%s matches %s: %s", (pattern, action, expected) => {
  expect(matchesAction(pattern, action)).toBe(expected);
});

describe("choosing instead of typing", () => {
  const statement: PolicyStatement = { Effect: "Allow", Action: ["ims:images:list", "ims:images:delete"] };
  const valid = (...Statement: PolicyStatement[]) => "document" in parse(JSON.stringify({ Version: "1.1", Statement }));

  it("limits a statement to a tag and lifts the limit again; what is about no image goes out of it", () => {
    const tagged = withTag(statement, { key: "env", value: "test" });
    expect(tagged.Action).toEqual(["ims:images:delete"]);
    expect(tagOf(tagged)).toEqual({ key: "env", value: "test" });
    expect(withTag(tagged, { key: "", value: "test" })).toEqual({ Effect: "Allow", Action: ["ims:images:delete"] });
    const onlyList = withTag({ ...statement, Action: ["ims:images:list"] }, { key: "env", value: "" });
    for (const each of [tagged, onlyList]) expect(valid(each)).toBe(true);
  });

  it("keeps the other limits that were typed", () => {
    const from = { IpAddress: { "g:SourceIp": ["10.0.0.0/8"] } };
    const tagged = withTag({ ...statement, Condition: from }, { key: "env", value: "test" });
    expect(tagged.Condition).toEqual({ ...from, StringEquals: { "g:ResourceTag/env": ["test"] } });
    expect(withTag(tagged, { key: "", value: "" }).Condition).toEqual(from);
  });

  it("adds and takes away actions, but never the last", () => {
    const one = withAction(statement, "ims:images:list", false);
    expect(one.Action).toEqual(["ims:images:delete"]);
    expect(withAction(one, "ims:images:delete", false)).toEqual(one);
    expect(valid(withAction(one, "ims:images:get", true))).toBe(true);
  });
});
