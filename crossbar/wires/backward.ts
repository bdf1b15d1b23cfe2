import type { WireNetwork } from './network.js';

/**
 * The same array seen from its grounds: driven there and sensed at the sources, every port keeping
 * its resistance. Its word line a is bit line cols - 1 - a, its bit line c is word line rows - 1 -
 * c. A new network. O(rows cols).
 */
export function backwardNetwork(network: WireNetwork): WireNetwork {
  const { rows, cols, conductanceS, wordLineOhm, bitLineOhm, sourceOhm, loadOhm } = network;
  const turned = (values: Float64Array) => turnedOver(values, { rows, cols });
  return Object.freeze({
    rows: cols,
    cols: rows,
    conductanceS: turned(conductanceS),
    wordLineOhm: turned(bitLineOhm),
    bitLineOhm: turned(wordLineOhm),
    sourceOhm: loadOhm,
    loadOhm: sourceOhm,
  });
}

/**
 * values [rows, cols] -> [cols, rows], both orders reversed: transposed along the other diagonal.
 * Its own inverse.
 */
export function turnedOver(
  values: Float64Array,
  { rows, cols }: { readonly rows: number; readonly cols: number },
): Float64Array {
  const out = new Float64Array(values.length);
  values.forEach((value, at) => {
    const [i, j] = [Math.floor(at / cols), at % cols];
    out[(cols - 1 - j) * rows + rows - 1 - i] = value;
  });
  return out;
}
