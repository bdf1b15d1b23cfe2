import { readFileSync } from 'node:fs';
import { fromBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import { InputError } from '../../../devices/base/errors.js';
import { readExternal } from './external-data.js';
import { type Graph, type GraphInput, pruned } from './graph.js';
import { checkTensor, floatTensor, integerTensor } from './tensors.js';

const howToExport = "torch.onnx.export(model, (x,), 'net.onnx') writes one";

/** Reads a network from an ONNX file. Throws InputError, one line. See `parseOnnx`. */
export function readOnnx(file: string): Graph {
  if (/\.(pt|pth|pkl|pickle|ckpt|bin)$/i.test(file)) throw new InputError(pickled(file));
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new InputError(`${file}: ${(error as NodeJS.ErrnoException).code}, expected a readable ONNX file`);
  }
  return parseOnnx(bytes, file);
}

/**
 * The network in the bytes of an ONNX file; `file` is what messages call it, and weights in files
 * of their own are read from its folder. Throws InputError for bytes that are no ONNX, for a graph
 * that is cyclic or not in order, for tensors that hold other than what their shapes say, for
 * control flow, and for other than one input of floats.
 */
export function parseOnnx(bytes: Uint8Array, file: string): Graph {
  if (bytes[0] === 0x80 || (bytes[0] === 0x50 && bytes[1] === 0x4b)) throw new InputError(pickled(file));
  const model = decoded(bytes, file);
  const { graph } = model;
  if (!graph || graph.node.length === 0) throw new InputError(`${file}: no graph, expected an ONNX file`);
  if (graph.sparseInitializer.length > 0) {
    throw new InputError(`${file}: sparse weights, expected dense ones`);
  }
  const constants = new Map<string, TensorProto>();
  for (const tensor of graph.initializer) {
    addConstant(constants, tensor.name, { tensor, file });
  }
  const input = theInput(graph, { constants, file });
  const nodes = orderedNodes(graph, { constants, input, file });
  const [output] = graph.output;
  if (!output) throw new InputError(`${file}: no output, expected a network with one`);
  const isMade = nodes.some((node) => node.output.includes(output.name));
  if (!isMade) throw new InputError(`${file}: output ${output.name}, expected the output of a node`);
  const { irVersion, opsetImport: opsets, functions } = model;
  return pruned({ source: file, irVersion, opsets, functions, nodes, constants, input, output: output.name });
}

function pickled(file: string): string {
  return `${file}: pickled weights, which can run any code, expected an ONNX file: ${howToExport}`;
}

function decoded(bytes: Uint8Array, file: string): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new InputError(
      `${file}: expected a whole ONNX file: ${howToExport} (got: ${(error as Error).message})`,
    );
  }
}

type Constants = Map<string, TensorProto>;

function addConstant(
  constants: Constants,
  name: string,
  { tensor, file }: { tensor: TensorProto; file: string },
): void {
  const place = `${file}: ${name}`;
  if (constants.has(name)) throw new InputError(`${place}: twice in the file, expected once`);
  readExternal(tensor, { file, place });
  checkTensor(tensor, place);
  constants.set(name, tensor);
}

function theInput(
  graph: GraphProto,
  { constants, file }: { constants: Constants; file: string },
): GraphInput {
  const inputs = graph.input.filter(({ name }) => !constants.has(name));
  const [input] = inputs;
  if (inputs.length !== 1 || !input) {
    const names = inputs.map(({ name }) => name).join(', ') || 'none';
    throw new InputError(`${file}: inputs ${names}, expected one, that takes the images`);
  }
  const { value } = input.type ?? {};
  const elementType = value?.case === 'tensorType' ? value.value.elemType : undefined;
  if (elementType !== DataType.FLOAT) {
    const found = DataType[elementType ?? 0] ?? elementType;
    throw new InputError(`${file}: input ${input.name} of type ${found}, expected FLOAT: images as float32`);
  }
  return { name: input.name, dims: dimsOf(input) };
}

function dimsOf({ type }: ValueInfoProto): GraphInput['dims'] {
  if (type?.value.case !== 'tensorType') return [];
  return (type.value.value.shape?.dim ?? []).map(({ value }) => {
    if (value.case === 'dimParam') return value.value;
    return value.case === 'dimValue' && value.value > 0n ? Number(value.value) : null;
  });
}

/** The nodes but constants, which join `constants`, each with a name of its own. */
function orderedNodes(
  graph: GraphProto,
  { constants, input, file }: { constants: Constants; input: GraphInput; file: string },
): readonly NodeProto[] {
  const made = new Set([input.name]);
  const names = new Set<string>();
  const nodes: NodeProto[] = [];
  for (const [index, node] of graph.node.entries()) {
    if (node.name === '' || names.has(node.name)) node.name = `${node.name || node.opType}#${index}`;
    names.add(node.name);
    const place = `${file}: node ${node.name} (${node.opType})`;
    if (node.attribute.some(isControlFlow)) {
      throw new InputError(`${place}: control flow, expected a graph without branches and loops`);
    }
    for (const name of node.input) {
      if (name === '' || made.has(name) || constants.has(name)) continue;
      throw new InputError(
        `${place}: input ${name}, expected the output of a node before it: the graph is cyclic or cut`,
      );
    }
    for (const name of node.output) {
      const isTwice = made.has(name) || constants.has(name);
      if (name !== '' && isTwice)
        throw new InputError(`${place}: output ${name} has another source too, expected one`);
      made.add(name);
    }
    const constant = constantOf(node, constants, place);
    if (constant) {
      made.delete(node.output[0]!);
      addConstant(constants, node.output[0]!, { tensor: constant, file });
    } else {
      for (const attribute of node.attribute) {
        if (attribute.t) checkTensor(attribute.t, `${place}: ${attribute.name}`);
      }
      nodes.push(node);
    }
  }
  return nodes;
}

function isControlFlow({ g, graphs }: AttributeProto): boolean {
  return g !== undefined || graphs.length > 0;
}

/** What a node without inputs, or one that hands a constant on, stands for; null of all others. */
function constantOf(node: NodeProto, constants: Constants, place: string): TensorProto | null {
  const [name] = node.output;
  if (node.opType === 'Identity') return constants.get(node.input[0] ?? '') ?? null;
  if (node.opType !== 'Constant' || name === undefined) return null;
  const [attribute] = node.attribute;
  switch (attribute?.type) {
    case AttributeType.TENSOR:
      if (attribute.t) return attribute.t;
      break;
    case AttributeType.FLOAT:
      return floatTensor(name, [], Float32Array.of(attribute.f));
    case AttributeType.FLOATS:
      return floatTensor(name, [attribute.floats.length], Float32Array.from(attribute.floats));
    case AttributeType.INT:
      return integerTensor(name, [], [attribute.i]);
    case AttributeType.INTS:
      return integerTensor(name, [attribute.ints.length], attribute.ints);
  }
  throw new InputError(`${place}: expected a constant of numbers`);
}
