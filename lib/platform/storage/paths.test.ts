import { expect, it } from "vitest";
import { bucketObjectKey, bucketPrefix, imageDiskKey, imageOriginalKey, imagePrefix, uploadStageId } from "./paths";

it("names every object of an image and of a bucket below one prefix", () => {
  expect(imageDiskKey("i1", "j1")).toBe("images/i1/disk-j1.zvhd2");
  expect(imageOriginalKey("i1", "u1")).toBe("images/i1/original-u1");
  expect(imageDiskKey("i1", "j1").startsWith(imagePrefix("i1"))).toBe(true);
  expect(bucketObjectKey("b1", "o1")).toBe("buckets/b1/objects/o1");
  expect(bucketObjectKey("b1", "o1").startsWith(bucketPrefix("b1"))).toBe(true);
  expect(uploadStageId("u1")).toBe("upload-u1");
});

it("refuses what is no id of ours", () => {
  for (const id of ["", "..", "a/b", "镜像", "a.b", "x".repeat(65)]) {
    expect(() => imageDiskKey("i1", id)).toThrow("invalidArgument");
    expect(() => bucketObjectKey(id, "o1")).toThrow("invalidArgument");
  }
});
