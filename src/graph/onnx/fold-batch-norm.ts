import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
} from 'onnx-buf';
import { attributesOf } from './attributes.js';
import { type Graph, pruned, readsOf } from './graph.js';
import { constantFloats, floatTensor, isFloat, shapeOf } from './tensors.js';

/**
 * `graph` with each batch normalisation folded into the Conv or Gemm before it, where nothing else
 * reads that: W' = gamma W / sqrt(var + eps), b' = gamma (b - mean) / sqrt(var + eps) + beta. Other
 * norms stay as they are.
 */
export function withBatchNormsFolded(graph: Graph): Graph {
  const constants = new Map(graph.constants);
  const reads = readsOf(graph);
  const makers = new Map(graph.nodes.flatMap((node) => node.output.map((name) => [name, node] as const)));
  const replaced = new Map<NodeProto, NodeProto | null>();
  for (const norm of graph.nodes) {
    if (norm.opType !== 'BatchNormalization') continue;
    const maker = makers.get(norm.input[0]!);
    if (!maker || reads.get(maker.output[0]!) !== 1 || replaced.has(maker)) continue;
    const affine = affineOf(norm, graph);
    const folded = affine && foldedInto(maker, { norm, affine, graph, constants });
    if (!folded) continue;
    replaced.set(maker, folded);
    replaced.set(norm, null);
  }
  const nodes = graph.nodes.flatMap((node) => (replaced.has(node) ? (replaced.get(node) ?? []) : node));
  return pruned({ ...graph, nodes, constants });
}

interface Affine {
  readonly factor: Float64Array;
  readonly mean: Float32Array;
  readonly shift: Float32Array;
}

/** Of y = factor (x - mean) + shift; null where it is not fixed. */
function affineOf(norm: NodeProto, { constants, source }: Graph): Affine | null {
  const attributes = attributesOf(norm);
  const tensors = norm.input.slice(1, 5).map((name) => constants.get(name));
  if (attributes.integer('training_mode', 0) !== 0 || norm.output.slice(1).some((name) => name !== ''))
    return null;
  if (tensors.length < 4 || !tensors.every((tensor) => tensor !== undefined && isFloat(tensor))) return null;
  const [gamma, shift, mean, variance] = tensors.map((tensor, i) =>
    constantFloats(tensor!, `${source}: ${norm.input[i + 1]}`),
  );
  if (shift!.length !== gamma!.length || mean!.length !== gamma!.length || variance!.length !== gamma!.length)
    return null;
  const epsilon = attributes.float('epsilon', 1e-5);
  const factor = Float64Array.from(gamma!, (value, i) => value / Math.sqrt(variance![i] + epsilon));
  return { factor, mean: mean!, shift: shift! };
}

interface FoldOptions {
  readonly norm: NodeProto;
  readonly affine: Affine;
  readonly graph: Graph;
  readonly constants: Map<string, TensorProto>;
}

/**
 * The node that gives what the norm gave; null where it cannot be. Its weights join `constants`.
 */
function foldedInto(maker: NodeProto, { norm, affine, graph, constants }: FoldOptions): NodeProto | null {
  const [x = '', weightName = '', biasName = ''] = maker.input;
  const isGemm = maker.opType === 'Gemm';
  const weights = graph.constants.get(weightName);
  const bias = graph.constants.get(biasName);
  const isMatrix = (isGemm || maker.opType === 'Conv') && maker.domain === '';
  if (!isMatrix || !weights || !isFloat(weights) || (biasName !== '' && !(bias && isFloat(bias))))
    return null;
  const { factor, mean, shift } = affine;
  const shape = shapeOf(weights);
  const attributes = attributesOf(maker);
  const isRowwise = !isGemm || attributes.integer('transB', 0) !== 0;
  const outputs = isRowwise ? shape[0]! : shape[1]!;
  const biases = bias ? constantFloats(bias, `${graph.source}: ${biasName}`) : new Float32Array(outputs);
  if (outputs !== factor.length || (biases.length !== 1 && biases.length !== outputs)) return null;
  const values = constantFloats(weights, `${graph.source}: ${weightName}`);
  const each = values.length / outputs;
  const scaled = values.map((value, i) => value * factor[isRowwise ? Math.floor(i / each) : i % outputs]);
  const beta = isGemm ? attributes.float('beta', 1) : 1;
  const moved = Float32Array.from(
    factor,
    (each, i) => each * (beta * biases[i % biases.length] - mean[i]) + shift[i],
  );
  const names = [`${weightName} folded into ${norm.output[0]}`, `${norm.output[0]} bias`] as const;
  constants.set(names[0], floatTensor(names[0], shape, scaled));
  constants.set(names[1], floatTensor(names[1], [outputs], moved));
  const kept = maker.attribute.filter(({ name }) => name !== 'beta');
  const one = create(AttributeProtoSchema, { name: 'beta', type: AttributeProto_AttributeType.FLOAT, f: 1 });
  return create(NodeProtoSchema, {
    name: maker.name,
    opType: maker.opType,
    input: [x, names[0], names[1]],
    output: [norm.output[0]!],
    attribute: isGemm ? [...kept, one] : kept,
  });
}
