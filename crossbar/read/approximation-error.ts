import { type CurrentVoltage, linearCurrent } from '../../devices/index.js';
import type { WeightMapping } from '../array/mapping.js';
import { createDac, type DacOptions } from '../converters/dac.js';
import { panelIndex } from '../kernels/contract/panels.js';
import { tileCurrentsInto, withRange } from './exact-reading.js';
import type { ReadPanels } from './reading.js';
import type { TileNetwork, TileNetworks } from './tile-networks.js';

/**
 * How far reads of curved cells behind wires are off when the curve is applied at the line's
 * voltage: root mean square error of the currents of single tiles over that of the exact ones, for
 * one vector `pre` [cols]. null for inputs other than by amplitude, which have no one voltage.
 */
export function approximationError(
  array: {
    readonly networks: TileNetworks;
    /** With the wires, as approximate reads see them. */
    readonly wired: ReadPanels;
    readonly currentVoltage: CurrentVoltage;
    readonly mapping: WeightMapping;
    readonly scaleS: number;
    /** Of a known range. */
    readonly dac: DacOptions;
  },
  pre: Float32Array,
  most: number,
): number | null {
  const { networks, wired, currentVoltage, dac } = array;
  if ((dac.encoding ?? 'amplitude') !== 'amplitude') return null;
  const { weights } = wired;
  const [levels, drive] = [new Float32Array(weights.cols), new Float32Array(weights.cols)];
  createDac(dac, linearCurrent).planes[0].driveInto(levels, pre, weights.cols);
  createDac(dac, currentVoltage).planes[0].driveInto(drive, pre, weights.cols);
  const approximate = ({ inputs }: TileNetwork, row: number) => {
    let sum = 0;
    for (let k = inputs.from; k < inputs.to; k++) sum += weights.data[panelIndex(weights, row, k)] * drive[k];
    return sum;
  };
  networks.look();
  const stride = Math.ceil(networks.tiles.length / most);
  let [error, total] = [0, 0];
  for (const tile of networks.tiles.filter((_, i) => i % stride === 0)) {
    const exact = new Float32Array(weights.rows);
    networks.load(tile);
    tileCurrentsInto(exact, tile, levels, {
      ...array,
      dac: withRange(dac, dac.range as number),
      direction: 'forward',
      side: null,
    });
    for (let row = tile.outputs.from; row < tile.outputs.to; row++) {
      error += (approximate(tile, row) - exact[row]) ** 2;
      total += exact[row] ** 2;
    }
  }
  return total === 0 ? 0 : Math.sqrt(error / total);
}
