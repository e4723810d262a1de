import { expect, it } from "vitest";
import { attachmentName } from "./attachment-name";
import { parseRange } from "./parse-range";

it.each([
  ["bytes=0-0", { start: 0, end: 0 }],
  ["bytes=5-", { start: 5, end: 9 }],
  ["bytes=5-99", { start: 5, end: 9 }],
  ["bytes=-3", { start: 7, end: 9 }],
  ["bytes=-99", { start: 0, end: 9 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=5-4", undefined],
  ["bytes=0-1,3-4", undefined],
  ["items=0-1", undefined],
  ["bytes=-", undefined],
  [undefined, undefined],
])("reads the range %s of ten bytes", (header, range) => {
  expect(parseRange(header, 10)).toEqual(range);
});

it("names an attachment for old clients and in full, without a way out of the header", () => {
  expect(attachmentName("disks/北京 (1).qcow2")).toBe(
    `attachment; filename="__ (1).qcow2"; filename*=UTF-8''%E5%8C%97%E4%BA%AC%20%281%29.qcow2`,
  );
  expect(attachmentName('a"b\\c%41')).toBe(`attachment; filename="a_b_c_41"; filename*=UTF-8''a%22b%5Cc%2541`);
  expect(attachmentName("folder/")).toContain('filename="object"');
});
