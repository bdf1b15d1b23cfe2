import { InputError } from '../../../devices/base/errors.js';

/** A tensor on its way through the network, in the terms of the runtime. */
export interface Value {
  /** `float32`, `int64`, `bool`, ... */
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: ArrayLike<number> | ArrayLike<bigint> | ArrayLike<string>;
}

/** input [vectors, cols] to output [vectors, rows], by whatever holds the matrix. */
export type Product = (input: Float32Array, vectors: number) => Float32Array;

/** Weights [rows, cols] that become arrays: an output each row, an input each column. */
export interface WeightMatrix {
  /** Nodes that read the same matrix share its arrays. */
  readonly key: string;
  readonly label: string;
  readonly rows: number;
  readonly cols: number;
  /** Row-major. O(weights). Throws InputError where one is not finite. */
  readonly weights: () => Float32Array;
}

/** A node whose products are computed on arrays; the rest of it is float. */
export interface MatrixOperator {
  readonly node: string;
  readonly operator: string;
  /** What a person calls it: the layer that the weights are of, where their name says so. */
  readonly label: string;
  /** Values that it reads besides constants; an empty name is one left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly matrices: readonly WeightMatrix[];
  /** One value an output. Throws InputError for inputs of another shape. */
  readonly run: (inputs: readonly (Value | null)[], products: readonly Product[]) => readonly Value[];
}

/** A node that could be arrays but is not, with what would have to be otherwise. */
export class Refusal extends Error {}

/** Throws Refusal unless `holds`. */
export function refuseUnless(holds: boolean, expected: string): asserts holds {
  if (!holds) throw new Refusal(expected);
}

export function floatValue(dims: readonly number[], data: Float32Array): Value {
  return { type: 'float32', dims, data };
}

/** The floats of a value. Throws InputError, with `place`, where it is missing or holds others. */
export function floatsIn(value: Value | null | undefined, place: string): Float32Array {
  if (value?.data instanceof Float32Array) return value.data;
  throw new InputError(`${place}: input of type ${value?.type ?? 'none'}, expected float32`);
}
