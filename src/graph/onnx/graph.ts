import type { FunctionProto, NodeProto, OperatorSetIdProto, TensorProto } from 'onnx-buf';

/** A network of operators as an ONNX file holds it, reduced to what its first output needs. */
export interface Graph {
  /** What messages call it: its file. */
  readonly source: string;
  readonly irVersion: bigint;
  readonly opsets: readonly OperatorSetIdProto[];
  readonly functions: readonly FunctionProto[];
  /** Each behind all that it reads. All have names, and no two have the same. */
  readonly nodes: readonly NodeProto[];
  /** Values that do not depend on the input, by name. */
  readonly constants: ReadonlyMap<string, TensorProto>;
  /** The images. */
  readonly input: GraphInput;
  readonly output: string;
}

export interface GraphInput {
  readonly name: string;
  /** Numbers, names of sizes that are free, or null; the first is that of images at once. */
  readonly dims: readonly (number | string | null)[];
}

/**
 * `graph` without the nodes and constants that its output does not need. O(nodes + constants).
 */
export function pruned(graph: Graph): Graph {
  const needed = new Set([graph.output]);
  const nodes: NodeProto[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.output.some((name) => needed.has(name))) continue;
    nodes.unshift(node);
    for (const name of node.input) needed.add(name);
  }
  const constants = new Map([...graph.constants].filter(([name]) => needed.has(name)));
  return { ...graph, nodes, constants };
}

/** How often each value is read, the output of the graph once more. */
export function readsOf({ nodes, output }: Graph): ReadonlyMap<string, number> {
  const reads = new Map([[output, 1]]);
  for (const { input } of nodes) for (const name of input) reads.set(name, (reads.get(name) ?? 0) + 1);
  return reads;
}
