import { checkInteger, checkNumber } from '../../devices/index.js';
import { type MappingName, mappingOf } from '../array/mapping.js';
import { createTiles } from '../array/tiling.js';
import {
  type Areas,
  type Bill,
  createAreas,
  createBill,
  inTurn,
  repeated,
  sideBySide,
  sumAreas,
} from './bill.js';
import { dacConversionJ, type InputEncoding, lineBits } from './converters.js';
import type { CostParameters } from './parameters.js';
import { readBill } from './read.js';
import { type CostTile, type ReadDirection, tileAreas } from './tile.js';
import { type WriteWork, writeBill } from './write.js';

/** A weight matrix and how often training reads it for one image. */
export interface CouplingWork {
  readonly inputs: number;
  readonly outputs: number;
  readonly forwardReads: number;
  readonly backwardReads: number;
  /** Inference does not read it: an array for backward reads, or the nudged phase's of twins. */
  readonly trainingOnly?: boolean;
}

export interface ChipWork {
  readonly couplings: readonly CouplingWork[];
  /** Lines of a tile; the last tile of a matrix is as large as it must be. */
  readonly tile: { readonly wordLines: number; readonly bitLines: number };
  /**
   * How weights lie on them, `differential` by default, and where the currents of the two lines of
   * a weight are subtracted.
   */
  readonly mapping?: MappingName;
  readonly subtract?: 'before-adc' | 'after-adc';
  /** Arrays that hold digits of the same weights, 1 by default. */
  readonly slices?: number;
  readonly gMinS: number;
  readonly gMaxS: number;
  /**
   * Of the cells, in the middle of their range by default, where pairs of weights that are 0 in the
   * mean lie.
   */
  readonly meanConductanceS?: number;
  readonly wordLineOhm: number;
  readonly bitLineOhm: number;
  readonly dacBits: number;
  readonly adcBits: number;
  readonly encoding: InputEncoding;
  /** Mean square of the line voltages of a read, in V^2. */
  readonly meanSquareV2: number;
  /**
   * Mean size of the line voltages of a read, in V; by default its upper bound, the root of their
   * mean square.
   */
  readonly meanV?: number;
  /** Converters that pull at the outputs, and how often they are set for one image. */
  readonly nudge: { readonly bits: number; readonly perImage: number };
  /** The most pulses that one device gets in an update; with `all-rows`, those of one image. */
  readonly writePulses: number;
  readonly order: 'row-by-row' | 'all-rows';
  /** Images to an update. */
  readonly batch: number;
}

export interface ChipCost {
  /** One forward read of every array: an image passed once through the network. */
  readonly read: Bill;
  /** One update of every array. */
  readonly write: Bill;
  /** One training image: its reads and nudges, and its share of an update. */
  readonly image: Bill;
  readonly areas: Areas;
}

/**
 * Cost of a chip. Tiles of a matrix work side by side, matrices are read in turn and written side
 * by side. Throws InputError.
 */
export function chipCost(work: ChipWork, cost: CostParameters): ChipCost {
  checkWork(work);
  const { couplings, adcBits, nudge } = work;
  const dacBits = lineBits(work.encoding, work.dacBits);
  const arrays = couplings.map((coupling) => {
    const tiles = Array.from({ length: work.slices ?? 1 }, () => tilesOf(coupling, work)).flat();
    const read = (direction: ReadDirection) =>
      sideBySide(tiles.map((tile) => readBill(tile, { ...work, direction }, cost)));
    const directions: ReadDirection[] = coupling.backwardReads > 0 ? ['forward', 'backward'] : ['forward'];
    return {
      forward: coupling.trainingOnly ? createBill({}) : read('forward'),
      reads: inTurn([
        repeated(read('forward'), coupling.forwardReads),
        repeated(read('backward'), coupling.backwardReads),
      ]),
      write: sideBySide(tiles.map((tile) => writeBill(tile, updateOf(tile, work, cost), cost))),
      areas: tiles.map((tile) => tileAreas(tile, { dacBits, adcBits, directions }, cost)),
    };
  });
  const nudged = couplings.at(-1)!.outputs * nudge.perImage;
  const nudges = createBill({
    dacs: {
      energyJ: nudged * dacConversionJ(cost, nudge.bits),
      latencySec: nudge.perImage * cost.dac.settleSec,
    },
  });
  const write = sideBySide(arrays.map((array) => array.write));
  return Object.freeze<ChipCost>({
    read: inTurn(arrays.map((array) => array.forward)),
    write,
    image: inTurn([...arrays.map((array) => array.reads), nudges, repeated(write, 1 / work.batch)]),
    areas: sumAreas([...arrays.flatMap((array) => array.areas), nudgeAreas(work, cost)]),
  });
}

function tilesOf({ inputs, outputs }: CouplingWork, work: ChipWork): readonly CostTile[] {
  const { tile, gMinS, gMaxS, meanConductanceS = (gMinS + gMaxS) / 2, wordLineOhm, bitLineOhm } = work;
  const common = {
    meanConductanceS,
    minConductanceS: gMinS,
    wordLineOhm,
    bitLineOhm,
  };
  const mapping = mappingOf(work.mapping ?? 'differential');
  return createTiles({ rows: outputs, cols: inputs }, tile, mapping).map((spans) => {
    const values = spans.outputs.to - spans.outputs.from;
    const bitLines = mapping.bitLinesUnder(values);
    const conversions = work.subtract === 'after-adc' ? bitLines : values;
    return { ...common, wordLines: spans.inputs.to - spans.inputs.from, bitLines, values, conversions };
  });
}

function updateOf({ wordLines, bitLines }: CostTile, work: ChipWork, { write }: CostParameters): WriteWork {
  const { order, writePulses, batch } = work;
  const slots = order === 'all-rows' ? writePulses * batch : Math.min(write.slots, writePulses);
  return {
    pulsedDevices: write.pulsedShare * wordLines * bitLines,
    pulsesPerDevice: Math.min(write.pulsesPerDevice, slots),
    slots,
    order,
  };
}

function nudgeAreas({ couplings, nudge }: ChipWork, { dac }: CostParameters): Areas {
  const { outputs } = couplings.at(-1)!;
  const room = nudge.perImage > 0 ? outputs * 2 ** nudge.bits * dac.stepAreaM2 : 0;
  return createAreas({ dacs: room });
}

function checkWork({ couplings, tile, batch, meanSquareV2, writePulses, ...work }: ChipWork): void {
  checkInteger('couplings', couplings.length, { min: 1 });
  checkInteger('tile.wordLines', tile.wordLines, { min: 1 });
  checkInteger('tile.bitLines (two per weight)', tile.bitLines, { min: 2 });
  checkInteger('batch', batch, { min: 1 });
  checkInteger('writePulses', writePulses, { min: 1 });
  checkNumber('meanSquareV2', meanSquareV2, { min: 0 });
  for (const key of ['gMinS', 'gMaxS', 'wordLineOhm', 'bitLineOhm'] as const) {
    checkNumber(key, work[key], { min: 0 });
  }
  couplings.forEach(({ inputs, outputs, forwardReads, backwardReads }, i) => {
    checkInteger(`couplings[${i}].inputs`, inputs, { min: 1 });
    checkInteger(`couplings[${i}].outputs`, outputs, { min: 1 });
    checkNumber(`couplings[${i}].forwardReads`, forwardReads, { min: 0 });
    checkNumber(`couplings[${i}].backwardReads`, backwardReads, { min: 0 });
  });
}
