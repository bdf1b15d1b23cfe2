import type { Allocator } from '../simd/allocator.js';
import type { NodeJoint, NodeLayer } from './node-layer.js';

/** Words of a layer in the table that `settleNodes` of assembly/nodes.ts reads. */
export const layerWords = 20;

/** Puts a layer into the table, from word `first` on. */
export function writeLayer(
  table: Int32Array,
  first: number,
  { layer, at }: { layer: NodeLayer; at: Allocator['addressOf'] },
): void {
  const { units, state, sums, drive, bias, target, inverse, lower, upper, mask, above, below } = layer;
  table[first] = units;
  table[first + 1] = at(state);
  table[first + 2] = at(sums);
  table[first + 3] = at(drive);
  table[first + 4] = at(bias);
  table[first + 5] = at(target);
  table[first + 6] = at(inverse);
  table[first + 7] = at(lower);
  table[first + 8] = at(upper);
  table[first + 9] = at(mask);
  writeJoint(table, first + 10, { joint: above, at });
  writeJoint(table, first + 14, { joint: below, at });
  table[first + 18] = bitsOf(layer.beta);
}

function writeJoint(
  table: Int32Array,
  first: number,
  { joint, at }: { joint: NodeJoint | null; at: Allocator['addressOf'] },
): void {
  table[first] = joint ? at(joint.state) : 0;
  table[first + 1] = joint ? at(joint.conductance) : 0;
  table[first + 2] = joint ? joint.units : 0;
  table[first + 3] = bitsOf(joint ? joint.gain : 0);
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

function bitsOf(value: number): number {
  float[0] = value;
  return bits[0];
}
