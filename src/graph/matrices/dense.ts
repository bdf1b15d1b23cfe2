import type { NodeProto, TensorProto } from 'onnx-buf';
import { InputError } from '../../../devices/base/errors.js';
import { attributesOf } from '../onnx/attributes.js';
import type { Graph } from '../onnx/graph.js';
import { constantFloats, shapeOf } from '../onnx/tensors.js';
import { labelOf } from '../plan/label.js';
import {
  floatsIn,
  floatValue,
  type MatrixOperator,
  refuseUnless,
  type WeightMatrix,
} from '../plan/matrix-operator.js';

/**
 * Gemm with constant weights: alpha x W' + beta c, x [vectors, cols]. null where the weights depend
 * on the input. Throws Refusal.
 */
export function gemm(node: NodeProto, graph: Graph): MatrixOperator | null {
  const [x = '', weightName = '', biasName = ''] = node.input;
  const tensor = graph.constants.get(weightName);
  if (!tensor || graph.constants.has(x)) return null;
  const attributes = attributesOf(node);
  refuseUnless(attributes.integer('transA', 0) === 0, 'transA 0');
  const bias = graph.constants.get(biasName);
  refuseUnless(biasName === '' || bias !== undefined, 'a constant bias');
  const isTransposed = attributes.integer('transB', 0) !== 0;
  const matrix = denseMatrix(node, tensor, { graph, weightName, isTransposed });
  const { rows, cols } = matrix;
  const alpha = attributes.float('alpha', 1);
  const added = biasOf(bias, rows, {
    factor: attributes.float('beta', 1),
    place: `${graph.source}: ${biasName}`,
  });
  const place = `${graph.source}: node ${node.name}`;
  return {
    node: node.name,
    operator: node.opType,
    label: matrix.label,
    inputs: [x],
    outputs: node.output,
    matrices: [matrix],
    run([input], [product]) {
      const { dims = [] } = input ?? {};
      const values = floatsIn(input, place);
      if (dims.length !== 2 || dims[1] !== cols)
        throw new InputError(`${place}: ${shapeText(dims)}, expected ${cols} inputs`);
      const out = product!(values, dims[0]!);
      for (let i = 0; i < out.length; i++) out[i] = alpha * out[i] + added[i % rows];
      return [floatValue([dims[0]!, rows], out)];
    },
  };
}

/**
 * MatMul with a constant matrix on either side; x may have any number of dimensions. null where
 * both sides depend on the input. Throws Refusal.
 */
export function matMul(node: NodeProto, graph: Graph): MatrixOperator | null {
  const [left = '', right = ''] = node.input;
  const isLeft = graph.constants.has(left);
  const weightName = isLeft ? left : right;
  const tensor = graph.constants.get(weightName);
  if (!tensor) return null;
  refuseUnless(shapeOf(tensor).length === 2, 'a constant of two dimensions');
  const matrix = denseMatrix(node, tensor, { graph, weightName, isTransposed: isLeft });
  const { rows, cols } = matrix;
  const place = `${graph.source}: node ${node.name}`;
  return {
    node: node.name,
    operator: node.opType,
    label: matrix.label,
    inputs: [isLeft ? right : left],
    outputs: node.output,
    matrices: [matrix],
    run([input], [product]) {
      const { dims = [] } = input ?? {};
      const values = floatsIn(input, place);
      if (!isLeft) {
        if (dims.at(-1) !== cols)
          throw new InputError(`${place}: ${shapeText(dims)}, expected ${cols} inputs`);
        return [floatValue([...dims.slice(0, -1), rows], product!(values, values.length / cols))];
      }
      const columns = dims.at(-1) ?? 0;
      if (dims.length < 2 || dims.at(-2) !== cols)
        throw new InputError(`${place}: ${shapeText(dims)}, expected ${cols} inputs`);
      const vectors = swapped(values, cols, columns);
      const out = swapped(product!(vectors, values.length / cols), columns, rows);
      return [floatValue([...dims.slice(0, -2), rows, columns], out)];
    },
  };
}

/** The weights of a tensor [inputs, outputs], or [outputs, inputs] where it is transposed. */
function denseMatrix(
  node: NodeProto,
  tensor: TensorProto,
  { graph, weightName, isTransposed }: { graph: Graph; weightName: string; isTransposed: boolean },
): WeightMatrix {
  const shape = shapeOf(tensor);
  refuseUnless(shape.length === 2 && shape[0]! > 0 && shape[1]! > 0, 'weights of two dimensions');
  const [first, second] = shape as [number, number];
  return {
    key: `${weightName} ${isTransposed}`,
    label: labelOf(node, weightName),
    rows: isTransposed ? first : second,
    cols: isTransposed ? second : first,
    weights() {
      const values = constantFloats(tensor, `${graph.source}: ${weightName}`);
      return isTransposed ? values : swapped(values, first, second);
    },
  };
}

/** One a row: a bias that is a number, or one a row; zeros where there is none. */
function biasOf(
  bias: TensorProto | undefined,
  rows: number,
  { factor, place }: { factor: number; place: string },
): Float32Array {
  if (!bias) return new Float32Array(rows);
  const values = constantFloats(bias, place);
  refuseUnless(values.length === 1 || values.length === rows, `a bias of ${rows} numbers`);
  return Float32Array.from({ length: rows }, (_, row) => factor * values[row % values.length]);
}

/** Blocks [rows, cols] as blocks [cols, rows]. */
function swapped(values: Float32Array, rows: number, cols: number): Float32Array {
  const out = new Float32Array(values.length);
  const block = rows * cols;
  for (let from = 0; from < values.length; from += block) {
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < cols; c++) out[from + c * rows + r] = values[from + r * cols + c];
    }
  }
  return out;
}

function shapeText(dims: readonly number[]): string {
  return `input of shape ${dims.join(' x ')}`;
}
