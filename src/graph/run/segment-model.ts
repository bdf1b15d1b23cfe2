import { create, toBinary } from '@bufbuild/protobuf';
import {
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { InputError } from '../../../devices/base/errors.js';
import type { Graph } from '../onnx/graph.js';

/** Names of element types: the runtime's, and those of the format. */
const typeCodes: Readonly<Record<string, DataType>> = {
  float32: DataType.FLOAT,
  float64: DataType.DOUBLE,
  float16: DataType.FLOAT16,
  int8: DataType.INT8,
  uint8: DataType.UINT8,
  int16: DataType.INT16,
  uint16: DataType.UINT16,
  int32: DataType.INT32,
  uint32: DataType.UINT32,
  int64: DataType.INT64,
  uint64: DataType.UINT64,
  bool: DataType.BOOL,
};

/** Throws InputError, with `place`, for a type that does not pass between parts of a network. */
export function typeCodeOf(type: string, place: string): DataType {
  const code = typeCodes[type];
  if (code !== undefined) return code;
  throw new InputError(`${place}: a value of type ${type}, expected numbers`);
}

export interface SegmentInput {
  readonly name: string;
  readonly type: string;
  readonly rank: number;
}

/**
 * Nodes of a graph as a model of its own, with the constants that they read. Inputs have free
 * sizes.
 */
export function segmentModel(
  graph: Graph,
  {
    nodes,
    inputs,
    outputs,
  }: {
    readonly nodes: readonly NodeProto[];
    readonly inputs: readonly SegmentInput[];
    readonly outputs: readonly string[];
  },
): Uint8Array {
  const constants = new Map<string, TensorProto>();
  for (const name of nodes.flatMap(({ input }) => input)) {
    const constant = graph.constants.get(name);
    if (constant) constants.set(name, { ...constant, name });
  }
  const { source, irVersion, opsets, functions } = graph;
  const model = create(ModelProtoSchema, {
    irVersion,
    opsetImport: [...opsets],
    functions: [...functions],
    graph: create(GraphProtoSchema, {
      name: 'segment',
      node: [...nodes],
      initializer: [...constants.values()],
      input: inputs.map(({ name, type, rank }) =>
        described(name, typeCodeOf(type, `${source}: ${name}`), rank),
      ),
      output: outputs.map((name) => create(ValueInfoProtoSchema, { name })),
    }),
  });
  return toBinary(ModelProtoSchema, model);
}

function described(name: string, elemType: number, rank: number) {
  const dim = Array.from({ length: rank }, () => create(TensorShapeProto_DimensionSchema, {}));
  const shape = create(TensorShapeProtoSchema, { dim });
  const value = create(TypeProto_TensorSchema, { elemType, shape });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value } }),
  });
}
