import type { NodeProto } from 'onnx-buf';
import { InputError } from '../../../devices/base/errors.js';
import type { Graph } from '../onnx/graph.js';
import { fits, labelOf } from './label.js';
import { type MatrixOperator, Refusal, type WeightMatrix } from './matrix-operator.js';
import { floatOperators, matrixOperators } from './operators.js';

/** Which parts of a network are arrays, and in which order all is computed. */
export interface NetworkPlan {
  readonly graph: Graph;
  /** In the order in which they are computed. */
  readonly matrixOperators: readonly MatrixOperator[];
  /** Each once, however many nodes read it. */
  readonly matrices: readonly WeightMatrix[];
  readonly stages: readonly NetworkStage[];
  /** Nodes that stay float, and why. */
  readonly digital: readonly DigitalNode[];
  /** Nodes that are neither arrays nor known to be float: a network that has any is not run. */
  readonly refused: readonly RefusedNode[];
}

/** Float nodes that follow the same number of arrays, then the arrays that read what they give. */
export interface NetworkStage {
  readonly segment: Segment;
  readonly arrays: readonly MatrixOperator[];
}

export interface Segment {
  readonly nodes: readonly NodeProto[];
  readonly inputs: readonly string[];
  /** What arrays, later segments and the output read of it. */
  readonly outputs: readonly string[];
}

export interface DigitalNode {
  readonly node: string;
  readonly label: string;
  readonly operator: string;
  /** The configuration left a node digital that could be arrays. */
  readonly isChosen: boolean;
}

export interface RefusedNode {
  readonly node: string;
  readonly operator: string;
  readonly expected: string;
}

export interface NetworkPlanOptions {
  /** Names of nodes or labels that stay float, `*` for anything; none by default. */
  readonly digital?: readonly string[];
}

/**
 * Divides a graph into arrays and float segments. A node's level is the number of matrix operators
 * on the longest way to it. Throws InputError for a pattern of `digital` that fits no node.
 */
export function planNetwork(graph: Graph, { digital = [] }: NetworkPlanOptions = {}): NetworkPlan {
  checkPatterns(graph, digital);
  const found = graph.nodes.map((node) => sorted(node, graph, digital));
  const levels = new Map<string, number>();
  const levelOf = ({ input }: NodeProto) => Math.max(0, ...input.map((name) => levels.get(name) ?? 0));
  const stages: { nodes: NodeProto[]; arrays: MatrixOperator[] }[] = [];
  for (const [i, node] of graph.nodes.entries()) {
    const { operator } = found[i]!;
    const level = levelOf(node);
    while (stages.length <= level) stages.push({ nodes: [], arrays: [] });
    if (operator) stages[level]!.arrays.push(operator);
    else stages[level]!.nodes.push(node);
    for (const name of node.output) levels.set(name, level + (operator ? 1 : 0));
  }
  const operators = stages.flatMap(({ arrays }) => arrays);
  const matrices = new Map(operators.flatMap((each) => each.matrices).map((matrix) => [matrix.key, matrix]));
  return Object.freeze<NetworkPlan>({
    graph,
    matrixOperators: operators,
    matrices: [...matrices.values()],
    stages: stages.map(({ nodes, arrays }, level) => ({
      segment: segmentOf(nodes, { graph, later: stages.slice(level) }),
      arrays,
    })),
    digital: found.flatMap(({ digital: one }) => one ?? []),
    refused: found.flatMap(({ refused }) => refused ?? []),
  });
}

/** Throws InputError, naming node, operator and the way out, for the first node of `refused`. */
export function checkComplete({ graph, refused }: NetworkPlan): void {
  const [first] = refused;
  if (!first) return;
  const { node, operator, expected } = first;
  const more = refused.length > 1 ? `; ${refused.length - 1} more, see crossprop inspect` : '';
  throw new InputError(
    `${graph.source}: node ${node} (${operator}): expected ${expected}; model: {digital: [${node}]} leaves it float${more}`,
  );
}

interface Sorted {
  readonly operator?: MatrixOperator;
  readonly digital?: DigitalNode;
  readonly refused?: RefusedNode;
}

function sorted(node: NodeProto, graph: Graph, patterns: readonly string[]): Sorted {
  const { name, opType, domain } = node;
  const names = namesOf(node);
  const chosen = { node: name, label: names[0]!, operator: opType };
  const read = domain === '' || domain === 'ai.onnx' ? matrixOperators[opType] : undefined;
  if (patterns.some((pattern) => fits(pattern, names))) {
    return { digital: { ...chosen, isChosen: read !== undefined } };
  }
  try {
    const operator = read?.(node, graph);
    if (operator) return { operator };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: { node: name, operator: opType, expected: error.message } };
  }
  const isKnown = read !== undefined || (domain === '' && floatOperators.has(opType));
  if (isKnown) return { digital: { ...chosen, isChosen: false } };
  const operator = domain === '' ? opType : `${domain}.${opType}`;
  return { refused: { node: name, operator, expected: 'an operator that is known' } };
}

/** Its label first. */
function namesOf(node: NodeProto): readonly string[] {
  return [labelOf(node, node.input[1] ?? ''), node.name];
}

function checkPatterns({ nodes, source }: Graph, patterns: readonly string[]): void {
  const lost = patterns.find((pattern) => !nodes.some((node) => fits(pattern, namesOf(node))));
  if (lost === undefined) return;
  const known = nodes.filter(({ opType }) => matrixOperators[opType]).map((node) => namesOf(node)[0]);
  throw new InputError(
    `model.digital: ${lost}: no such node in ${source}, expected one of ${known.join(', ') || 'none: it has no matrix'}`,
  );
}

function segmentOf(
  nodes: readonly NodeProto[],
  { graph, later }: { graph: Graph; later: readonly { nodes: NodeProto[]; arrays: MatrixOperator[] }[] },
): Segment {
  const made = new Set(nodes.flatMap(({ output }) => output));
  const isOutside = (name: string) => name !== '' && !made.has(name) && !graph.constants.has(name);
  const inputs = new Set(nodes.flatMap(({ input }) => input).filter(isOutside));
  const [, ...behind] = later;
  const readers = [
    ...later.flatMap(({ arrays }) => arrays.flatMap((each) => each.inputs)),
    ...behind.flatMap((stage) => stage.nodes.flatMap(({ input }) => input)),
    graph.output,
  ];
  const outputs = new Set(readers.filter((name) => made.has(name)));
  return { nodes, inputs: [...inputs], outputs: [...outputs] };
}
