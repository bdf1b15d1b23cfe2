import {
  type Allocate,
  type ConductanceGrid,
  checkNumber,
  type DeviceModel,
  type DeviceState,
  type Draw,
  type PulseOptions,
  type RandomStream,
} from '../../devices/index.js';
import type { Kernels, WireShares, WriteJob } from '../kernels/contract/kernels.js';
import type { PackedOuter } from '../kernels/contract/packed.js';
import type { Span } from '../kernels/contract/panels.js';
import { createPanels, type Panels, panelCount, panelIndex, panelRows } from '../kernels/contract/panels.js';
import type { PulseCounters } from '../kernels/contract/pulse-counters.js';
import type { ReadPanels } from '../read/reading.js';
import type { References } from '../read/reference-noise.js';
import { type MappingName, mappingOf, type WeightMapping } from './mapping.js';
import { type StoredState, stateUnder, storedNumbers, storedState } from './memory.js';
import { tileSpans } from './tiling.js';

/**
 * The cells of an array: a weight [row, col] is w = (G+ - G-) / scaleS, with G- a device of its own
 * or that of a reference column, see `Mapping`. Devices are kept in the order of the weights'
 * panels, those of reference columns tile by tile.
 */
export interface Cells {
  readonly mapping: WeightMapping;
  readonly scaleS: number;
  /** Devices in one panel of 8 rows. */
  readonly panelSize: number;
  readonly weights: Panels;
  /**
   * (G+^2 + G-^2) / scaleS^2 of pairs and G+^2 / scaleS^2 of cells beside a reference, for the read
   * noise; null where the model has none.
   */
  readonly squares: Panels | null;
  /** Of reference columns that are devices with read noise; null where there are none. */
  readonly references: References | null;
  readonly plus: DeviceState;
  readonly minus: DeviceState;
  /**
   * counts[i] pulses on device firstIndex + i of one side, i < count; to be followed by `refresh`.
   * Devices of reference columns get none.
   */
  readonly pulse: (side: Side, counts: Int32Array, options: PulseOptions) => void;
  /**
   * Draws the error that programming leaves on the devices of a side, or takes it away; to be
   * followed by `refresh`.
   */
  readonly leaveError: (side: Side, draw: Draw | null) => void;
  /**
   * Pulses every pair by a packed outer product in one fused kernel, weights included; returns how
   * many pairs got pulses. null where the device model has no response, where references do not
   * move, and while cells are seen with what time has done to them: then `pulse` and `refresh`,
   * panel by panel, do the same.
   */
  readonly write: ((packed: PackedOuter, job: CellsWrite) => number) | null;
  /** Brings weights and squares of the panels of a span up to date with the devices. */
  readonly refresh: (span: Span) => void;
  /** The same into other panels, behind wires. */
  readonly differenceInto: (target: CellPanels, span: Span, wires: WireShares | null) => void;
  /** The squares of all references, as time and, where given, wires leave them. */
  readonly referencesInto: (target: References, wires: Pick<WireShares, 'minusShare'> | null) => void;
  /** One side alone into panels: G / scaleS and its square, behind the wires of that side. */
  readonly sideInto: (
    target: CellPanels,
    span: Span,
    of: { readonly side: Side; readonly wires: SideShares | null },
  ) => void;
  /**
   * Puts the simulated clock to a time: pulses come, and cells are seen, at that time, with the
   * drift, retention and noise that the model has by then; to be followed by `refresh`. 0 at first.
   */
  readonly setTime: (timeSec: number) => void;
  /** out[i] = conductance of G+ or G- of the weight at element firstIndex + i of the panels. */
  readonly conductanceInto: (out: Float32Array, side: Side, firstIndex: number) => void;
  /** The devices and the clock; once written, `restored` brings the rest up to date. */
  readonly memory: StoredState;
  readonly restored: () => void;
}

export type CellPanels = Pick<ReadPanels, 'weights' | 'squares'>;

export interface CellsWrite {
  readonly rounding: WriteJob['rounding'];
  readonly cycle: Readonly<Record<Side, RandomStream>>;
  readonly notes: PulseCounters;
}

export type Side = 'plus' | 'minus';

/** What wires do to the cells of one side, in the panels' order; `rest` in units of weight. */
export interface SideShares {
  readonly share: Float32Array;
  readonly rest: Float32Array;
}

export interface CellsOptions {
  readonly rows: number;
  readonly cols: number;
  readonly device: DeviceModel;
  /**
   * The weight at which a device stands at its upper bound, and that of the other side at its lower
   * one, > 0.
   */
  readonly weightMax: number;
  /** `differential` by default. */
  readonly mapping?: MappingName;
  /** Bit lines of a tile: each has a reference column of its own, if there are any. */
  readonly tile: { readonly bitLines: number };
  readonly random: RandomStream;
  readonly kernels: Kernels;
}

const allValues: ConductanceGrid = { lowestS: 0, spacingS: 0 };

/** Cells in the middle of their ranges. Throws InputError. */
export function createCells(options: CellsOptions): Cells {
  const { rows, cols, device, weightMax, random, kernels } = options;
  checkNumber('array.weightMax', weightMax, { min: Number.MIN_VALUE });
  const mapping = mappingOf(options.mapping ?? 'differential');
  const scaleS = mapping.scaleS(device, weightMax);
  const weights = createPanels(rows, cols, kernels.float32);
  const squares = device.readNoise > 0 ? createPanels(rows, cols, kernels.float32) : null;
  const panelSize = weights.depth * panelRows;
  const allocate: Allocate = (length) => kernels.float32(length);
  const plus = device.create(weights.data.length, random.stream('plus'), allocate);
  const perTile = mapping.outputsOn(options.tile.bitLines);
  const outputs = tileSpans(rows, perTile);
  const referenceCount = outputs.length * weights.depth;
  const minusCount = mapping.minusMoves ? weights.data.length : referenceCount;
  const minus = device.create(minusCount, random.stream('minus'), allocate);
  const sides = { plus, minus };
  const grid = device.conductanceGrid;
  const isWhole = grid !== undefined && mapping.minusMoves;
  const scratchSize = isWhole && !device.conductanceAtInto ? 0 : panelSize;
  const scratch = { plus: kernels.float32(scratchSize), minus: kernels.float32(scratchSize) };

  const { numbers: clock, values: clockValues } = storedNumbers({ timeSec: 0, looks: 0 });
  const seen = { plus: random.stream('plus/seen'), minus: random.stream('minus/seen') };
  const isTimed = () => clock.timeSec > 0 && device.conductanceAtInto !== undefined;
  const devicesInto = (out: Float32Array, side: Side, firstIndex: number) => {
    if (!isTimed()) return device.conductanceInto(out, sides[side], firstIndex);
    const draw = { random: seen[side], step: clock.looks };
    return device.conductanceAtInto!(out, sides[side], { timeSec: clock.timeSec, draw, firstIndex });
  };
  // References change with time alone.
  const referenceS = new Float32Array(mapping.minusMoves ? 0 : referenceCount);
  const fixedS = mapping.referenceS(device);
  const references =
    mapping.minusMoves || fixedS !== null || squares === null
      ? null
      : Object.freeze<References>({
          squares: createPanels(outputs.length, cols, kernels.float32),
          outputs,
        });
  const referencesInto: Cells['referencesInto'] = (target, wires) => {
    outputs.forEach(({ from }, tile) => {
      for (let k = 0; k < cols; k++) {
        // All weights of a tile have the same cell for G-, and so the same share.
        const share = wires?.minusShare[panelIndex(weights, from, k)] ?? 1;
        const weight = (referenceS[tile * weights.depth + k] / scaleS) * share;
        target.squares.data[panelIndex(target.squares, tile, k)] = weight ** 2;
      }
    });
  };
  const lookAtReferences = () => {
    if (fixedS !== null) referenceS.fill(fixedS);
    else if (!mapping.minusMoves) devicesInto(referenceS, 'minus', 0);
    if (references) referencesInto(references, null);
  };
  lookAtReferences();
  const seeInto = (out: Float32Array, side: Side, firstIndex: number) => {
    if (side === 'plus' || mapping.minusMoves) return devicesInto(out, side, firstIndex);
    if (fixedS !== null) return out.fill(fixedS);
    for (let i = 0; i < out.length; i++) {
      const at = firstIndex + i;
      const row = panelRows * Math.floor(at / panelSize) + (at % panelRows);
      const tile = Math.min(Math.floor(row / perTile), outputs.length - 1);
      out[i] = referenceS[tile * weights.depth + Math.floor((at % panelSize) / panelRows)];
    }
    return out;
  };

  let panelAlone: { readonly conductanceS: Float32Array; readonly none: Float32Array } | null = null;
  const singleSideScratch = () => {
    panelAlone ??= { conductanceS: kernels.float32(panelSize), none: kernels.float32(panelSize) };
    return panelAlone;
  };

  const fused: Cells['write'] =
    device.pulseResponse === undefined || grid === undefined || !mapping.minusMoves
      ? null
      : (packed, { rounding, cycle, notes }) =>
          kernels.writePanels(packed, {
            rounding,
            device,
            plus: { state: plus, cycle: cycle.plus },
            minus: { state: minus, cycle: cycle.minus },
            weights: weights.data,
            squares: squares?.data ?? null,
            scaleS,
            grid,
            notes,
          });

  const cells: Cells = {
    mapping,
    scaleS,
    panelSize,
    weights,
    squares,
    references,
    plus,
    minus,
    pulse(side, counts, options) {
      device.pulse(sides[side], counts, { ...options, timeSec: clock.timeSec, kernel: kernels.pulse });
    },
    leaveError(side, draw) {
      device.leaveError?.(sides[side], { count: sides[side].count, firstIndex: 0, draw });
    },
    get write() {
      return isTimed() ? null : fused;
    },
    refresh: (span) => cells.differenceInto({ weights, squares }, span, null),
    differenceInto(target, { from, to }, wires) {
      const [out, outSquares] = [target.weights.data, target.squares?.data ?? null];
      if (grid && isWhole && !isTimed()) {
        const span = { from: from * panelSize, to: to * panelSize };
        const plusS = plus.arrays.conductanceS;
        const minusS = minus.arrays.conductanceS;
        kernels.differentialInto(out, outSquares, { plusS, minusS, span, scaleS, grid, wires });
        return;
      }
      for (let p = from; p < to; p++) {
        const at = p * panelSize;
        const panel = (array: Float32Array) => array.subarray(at, at + panelSize);
        seeInto(scratch.plus, 'plus', at);
        seeInto(scratch.minus, 'minus', at);
        const seen = {
          plusS: scratch.plus,
          span: { from: 0, to: panelSize },
          scaleS,
          grid: allValues,
          wires: wires && {
            plusShare: panel(wires.plusShare),
            minusShare: panel(wires.minusShare),
            rest: panel(wires.rest),
          },
        };
        const panelSquares = outSquares && panel(outSquares);
        const pairSquares = mapping.minusMoves ? panelSquares : null;
        kernels.differentialInto(panel(out), pairSquares, { ...seen, minusS: scratch.minus });
        if (mapping.minusMoves || panelSquares === null) continue;
        // The noise of a reference is no weight's own: squares as if there were none.
        const { conductanceS: unused, none } = singleSideScratch();
        kernels.differentialInto(unused, panelSquares, { ...seen, minusS: none });
      }
    },
    referencesInto,
    sideInto(target, { from, to }, { side, wires }) {
      const alone = singleSideScratch();
      for (let p = from; p < to; p++) {
        const at = p * panelSize;
        const panel = (array: Float32Array) => array.subarray(at, at + panelSize);
        seeInto(alone.conductanceS, side, at);
        const share = wires && panel(wires.share);
        kernels.differentialInto(panel(target.weights.data), target.squares && panel(target.squares.data), {
          plusS: alone.conductanceS,
          minusS: alone.none,
          span: { from: 0, to: panelSize },
          scaleS,
          grid: allValues,
          wires: share && { plusShare: share, minusShare: share, rest: panel(wires.rest) },
        });
      }
    },
    setTime(sec) {
      checkNumber('timeSec', sec, { min: clock.timeSec });
      clock.timeSec = sec;
      clock.looks++;
      lookAtReferences();
    },
    conductanceInto: (out, side, firstIndex) => void seeInto(out, side, firstIndex),
    memory: [
      ...stateUnder('plus', storedState(plus.arrays)),
      ...stateUnder('minus', storedState(minus.arrays)),
      ...storedState({ clock: clockValues }),
    ],
    restored() {
      lookAtReferences();
      cells.refresh({ from: 0, to: panelCount(rows) });
    },
  };
  cells.refresh({ from: 0, to: panelCount(rows) });
  return Object.freeze(cells);
}
