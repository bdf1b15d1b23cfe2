import { type Areas, createAreas } from './bill.js';
import type { CostParameters } from './parameters.js';

/** What the cost of one tile depends on. */
export interface CostTile {
  readonly wordLines: number;
  readonly bitLines: number;
  /**
   * Values of a forward read, and of a backward one's inputs; one per pair of bit lines by default.
   */
  readonly values?: number;
  /**
   * Conversions of a forward read; one per value by default, more where lines are subtracted behind
   * the converters.
   */
  readonly conversions?: number;
  readonly meanConductanceS: number;
  readonly minConductanceS: number;
  /** From cell to cell. */
  readonly wordLineOhm: number;
  readonly bitLineOhm: number;
}

/** Forward: word lines are driven and bit lines sensed; backward: the other way round. */
export type ReadDirection = 'forward' | 'backward';

export interface ReadPorts {
  readonly sensedLines: number;
  /** Values to be driven and to be converted. */
  readonly inputs: number;
  readonly outputs: number;
  /** Converters of outputs; each serves `turns` of them at most. */
  readonly adcs: number;
  readonly turns: number;
}

export function portsOf(
  { wordLines, bitLines, values = Math.ceil(bitLines / 2), conversions = values }: CostTile,
  direction: ReadDirection,
  { adc }: CostParameters,
): ReadPorts {
  const [inputs, outputs] = direction === 'forward' ? [wordLines, conversions] : [values, wordLines];
  const sensedLines = direction === 'forward' ? bitLines : wordLines;
  const adcs = Math.ceil(outputs / adc.outputs);
  return { sensedLines, inputs, outputs, adcs, turns: Math.ceil(outputs / adcs) };
}

export interface AreaOptions {
  readonly dacBits: number;
  readonly adcBits: number;
  /** In which directions the tile is read; ports for both take more room. */
  readonly directions: readonly ReadDirection[];
}

/**
 * Room that a tile takes: cells on the pitch, converters, amplifiers, adders, and a driver to every
 * line.
 */
export function tileAreas(tile: CostTile, options: AreaOptions, cost: CostParameters): Areas {
  const { dacBits, adcBits, directions } = options;
  const ports = directions.map((direction) => portsOf(tile, direction, cost));
  const count = (of: (port: ReadPorts) => number) => ports.reduce((sum, port) => sum + of(port), 0);
  const adcs = count((port) => port.adcs);
  return createAreas({
    cells: tile.wordLines * tile.bitLines * cost.cell.pitchM ** 2,
    drivers: (tile.wordLines + tile.bitLines) * cost.driver.areaM2,
    dacs: count((port) => port.inputs) * 2 ** dacBits * cost.dac.stepAreaM2,
    sensing: count((port) => port.sensedLines) * cost.sensing.areaM2,
    adcs: adcs * 2 ** adcBits * cost.adc.stepAreaM2,
    neurons: adcs * cost.neuron.areaM2,
  });
}
