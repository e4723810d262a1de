import { describe, expect, it } from "vitest";
import type { LineageEdge, LineageNode } from "@/lib/images/model";
import { type LineageBranch, lineageLayers, lineageTree } from "./lineage-layers";

const node = (id: string): LineageNode => ({ id, kind: "image", name: id, image: null });
const edge = (from: string, to: string): LineageEdge => ({ from, to, relation: "copy" });
const family = {
  nodes: ["made", "windows", "copy", "server"].map(node),
  edges: [edge("windows", "server"), edge("server", "made"), edge("made", "copy")],
};

describe("the graph", () => {
  it("puts every node after what it came of (PRI-25)", () => {
    expect(lineageLayers(family).map((layer) => layer.map(({ id }) => id))).toEqual([["windows"], ["server"], ["made"], ["copy"]]);
  });

  it("comes to an end with a ring", () => {
    expect(lineageLayers({ nodes: [node("a"), node("b")], edges: [edge("a", "b"), edge("b", "a")] }).flat()).toHaveLength(2);
  });
});

it("is a tree too, each node once (PRI-25)", () => {
  const written = (branch: LineageBranch): string => `${branch.node.id}(${branch.children.map(written).join(" ")})`;
  const twoParents = { nodes: [...family.nodes, node("backup")], edges: [...family.edges, edge("backup", "made")] };
  expect(lineageTree(twoParents).map(written)).toEqual(["windows(server(made(copy())))", "backup()"]);
});
