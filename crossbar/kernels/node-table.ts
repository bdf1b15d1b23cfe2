import type { Allocator } from './allocator.js';
import type { NodeLayer } from './node-layer.js';

/** Words of a layer in the table that `settleNodes` of assembly/nodes.ts reads. */
export const layerWords = 20;

/** Puts a layer into the table, from word `first` on. */
export function writeLayer(
  table: Int32Array,
  first: number,
  { layer, at }: { layer: NodeLayer; at: Allocator['addressOf'] },
): void {
  const { units, state, sums, drive, bias, target, inverse, lower, upper, mask, above, below } = layer;
  const words = [
    ...[
      units,
      at(state),
      at(sums),
      at(drive),
      at(bias),
      at(target),
      at(inverse),
      at(lower),
      at(upper),
      at(mask),
    ],
    ...[
      at(above?.state ?? null),
      at(above?.conductance ?? null),
      above?.units ?? 0,
      bitsOf(above?.gain ?? 0),
    ],
    ...[
      at(below?.state ?? null),
      at(below?.conductance ?? null),
      below?.units ?? 0,
      bitsOf(below?.gain ?? 0),
    ],
    ...[bitsOf(layer.beta)],
  ];
  table.set(words, first);
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

function bitsOf(value: number): number {
  float[0] = value;
  return bits[0];
}
