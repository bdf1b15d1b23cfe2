/** A layer of nodes that settles, for images [rows, units]; null = none. */
export interface NodeLayer {
  readonly units: number;
  readonly state: Float32Array;
  /** Scratch [rows, units]. */
  readonly sums: Float32Array;
  readonly drive: Float32Array | null;
  /** [units] */
  readonly bias: Float32Array | null;
  readonly target: Float32Array | null;
  readonly beta: number;
  /** [units] each. */
  readonly inverse: Float32Array;
  readonly lower: Float32Array;
  readonly upper: Float32Array;
  readonly mask: Float32Array | null;
  readonly above: NodeJoint | null;
  readonly below: NodeJoint | null;
}

/**
 * A neighbouring layer and the conductances to it, [post][pre] row-major, post being the upper
 * layer.
 */
export interface NodeJoint {
  readonly state: Float32Array;
  readonly conductance: Float32Array;
  readonly units: number;
  readonly gain: number;
}
