import type { ImageRelations, LineageEdge, LineageNode } from "@/lib/images/model";

/** Nodes by how far they are from the first ancestors: every edge leads to a later layer. */
export function lineageLayers({ nodes, edges }: Pick<ImageRelations, "nodes" | "edges">): LineageNode[][] {
  const depths = new Map(nodes.map(({ id }) => [id, 0]));
  // An ancestry has no cycles; the bound keeps a broken one from hanging the page.
  for (let round = 0; round < nodes.length; round++) {
    let moved = false;
    for (const { from, to } of edges) {
      const depth = (depths.get(from) ?? 0) + 1;
      if (depth <= (depths.get(to) ?? 0)) continue;
      depths.set(to, depth);
      moved = true;
    }
    if (!moved) break;
  }
  const layers: LineageNode[][] = [];
  for (const node of nodes) {
    const depth = depths.get(node.id) ?? 0;
    layers[depth] = [...(layers[depth] ?? []), node];
  }
  return layers.filter((layer) => layer !== undefined);
}

export interface LineageBranch {
  readonly node: LineageNode;
  readonly relation: LineageEdge["relation"] | undefined;
  readonly children: readonly LineageBranch[];
}

/** The same as a tree: roots are what came of nothing known; a node with two parents hangs on the first. */
export function lineageTree({ nodes, edges }: Pick<ImageRelations, "nodes" | "edges">): LineageBranch[] {
  const parents = new Map<string, LineageEdge>();
  for (const edge of edges) if (!parents.has(edge.to)) parents.set(edge.to, edge);
  const branchOf = (node: LineageNode, above: ReadonlySet<string>): LineageBranch => ({
    node,
    relation: parents.get(node.id)?.relation,
    children: nodes
      .filter(({ id }) => parents.get(id)?.from === node.id && !above.has(id))
      .map((child) => branchOf(child, new Set([...above, child.id]))),
  });
  return nodes.filter(({ id }) => !parents.has(id)).map((root) => branchOf(root, new Set([root.id])));
}
