/** Where the arrays of kernels come from: zeroed, in the memory that the kernels compute on. */
export interface Allocation {
  readonly float32: (length: number) => Float32Array;
  readonly int32: (length: number) => Int32Array;
  /** How many threads share the work. */
  readonly threads: number;
}
