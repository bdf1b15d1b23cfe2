import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { floatsOf } from '../../src/data/readers/tensor.js';
import { readTensorFile } from '../../src/data/readers/tensor-file.js';
import type { Product, Value } from '../../src/graph/plan/matrix-operator.js';
import type { NetworkPlan } from '../../src/graph/plan/plan.js';
import type { ProductOf } from '../../src/graph/run/execution.js';

const folder = join(import.meta.dirname, 'networks');

/** The small networks that make.py has made with PyTorch: names of files, without .onnx. */
export const networkNames = readdirSync(folder)
  .filter((name) => name.endsWith('.onnx'))
  .map((name) => name.replace('.onnx', ''))
  .sort();

export const networkFile = (name: string) => join(folder, `${name}.onnx`);

const tensors = readTensorFile(join(folder, 'answers.npz'));

const floatsNamed = (name: string): Value => {
  const tensor = tensors.get(name)!;
  return { type: 'float32', dims: tensor.shape, data: floatsOf(tensor, name) };
};

/** Eight images, and what PyTorch answers them. */
export const images = floatsNamed('images');
export const answersOf = (name: string) => floatsNamed(name.replace('-dynamo', ''));

/** The exact products of a plan's matrices, summed in double precision. */
export function exactProducts({ matrices }: NetworkPlan): ProductOf {
  const products = new Map(
    matrices.map(({ key, rows, cols, weights }) => {
      const values = weights();
      const product: Product = (input, vectors) => {
        const out = new Float32Array(vectors * rows);
        for (let v = 0; v < vectors; v++) {
          for (let row = 0; row < rows; row++) {
            let sum = 0;
            for (let col = 0; col < cols; col++) sum += values[row * cols + col] * input[v * cols + col];
            out[v * rows + row] = sum;
          }
        }
        return out;
      };
      return [key, product] as const;
    }),
  );
  return (key) => products.get(key)!;
}

/** The largest difference of two values. */
export function largestDifference(a: Value, b: Value): number {
  const [left, right] = [a.data, b.data] as [Float32Array, Float32Array];
  return left.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - right[i])),
    left.length === right.length ? 0 : Infinity,
  );
}
