import { create } from '@bufbuild/protobuf';
import { type NodeProto, type TensorProto, TensorProtoSchema } from 'onnx-buf';
import { InputError } from '../../../devices/base/errors.js';
import type { Runtime } from '../run/runtime.js';
import { segmentModel, typeCodeOf } from '../run/segment-model.js';
import { type Graph, pruned } from './graph.js';
import { integersOf } from './tensors.js';

/** What draws anew each time is no constant. */
const isRandom = ({ opType }: NodeProto) => /^(Random|Multinomial|Bernoulli|Dropout)/.test(opType);

/** Elements of a constant that is made and not stored. */
const mostMade = 2 ** 26;

/**
 * `graph` with all nodes that read constants alone computed, by the runtime; the same graph where
 * there is none, and then `runtime` is not asked for. Throws InputError for a constant that would
 * be larger than any stored one may be.
 */
export async function withConstantsFolded(graph: Graph, runtime: () => Promise<Runtime>): Promise<Graph> {
  const known = new Set(graph.constants.keys());
  const folded = graph.nodes.filter((node) => {
    const isConstant = node.input.every((name) => name === '' || known.has(name)) && !isRandom(node);
    if (isConstant) for (const name of node.output) known.add(name);
    return isConstant;
  });
  if (folded.length === 0) return graph;
  for (const node of folded) checkSize(node, graph);
  const nodes = graph.nodes.filter((node) => !folded.includes(node));
  const read = new Set([graph.output, ...nodes.flatMap(({ input }) => input)]);
  const outputs = folded.flatMap(({ output }) => output).filter((name) => read.has(name));
  const model = segmentModel(graph, { nodes: folded, inputs: [], outputs });
  const session = await (await runtime()).load(model, `${graph.source}: its constants`);
  const values = await session.run(new Map(), outputs);
  await session.release();
  const constants = new Map(graph.constants);
  for (const [name, { type, dims, data }] of values) {
    constants.set(name, tensorOf(name, { type, dims, data: data as Float32Array, source: graph.source }));
  }
  return pruned({ ...graph, nodes, constants });
}

function tensorOf(
  name: string,
  { type, dims, data, source }: { type: string; dims: readonly number[]; data: Float32Array; source: string },
): TensorProto {
  const rawData = new Uint8Array(
    data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer,
  );
  return create(TensorProtoSchema, {
    name,
    dims: dims.map(BigInt),
    dataType: typeCodeOf(type, `${source}: ${name}`),
    rawData,
  });
}

/** The operators by which a file of few bytes asks for any amount of memory. */
function checkSize(node: NodeProto, { constants, source }: Graph): void {
  const at = { ConstantOfShape: 0, Expand: 1, Tile: 1, Range: 1 }[node.opType];
  const sizes = constants.get(node.input[at ?? -1] ?? '');
  if (!sizes) return;
  const wanted = integersOf(sizes);
  const count = wanted.reduce((product, size) => product * Math.max(1, Math.abs(size)), 1);
  if (count <= mostMade) return;
  throw new InputError(
    `${source}: node ${node.name} (${node.opType}): a constant of ${count} elements, expected at most ${mostMade}, or weights that are stored`,
  );
}
