import { InputError, type RandomStream } from '../../devices/index.js';
import type { Cells, Side } from '../array/cells.js';
import { mappingOf } from '../array/mapping.js';
import { type StoredState, statesOf, stateUnder, storedState } from '../array/memory.js';
import { tileSpans } from '../array/tiling.js';
import { type CalibrationStage, setStage } from '../calibration.js';
import { createDac } from '../converters/dac.js';
import { createPanels, panelCount } from '../kernels/contract/panels.js';
import type { ArrayOptions } from '../types.js';
import { approximationError } from './approximation-error.js';
import { createExactReader } from './exact-reading.js';
import { createFrozenNoise } from './frozen-noise.js';
import {
  type ArrayReader,
  createArrayReader,
  createReaderState,
  type ReaderState,
  type ReadPanels,
} from './reading.js';
import { createSidePanels, subtracted } from './side-panels.js';
import { createTileNetworks } from './tile-networks.js';
import { createWiredCells, isReciprocal } from './wired-cells.js';

/** The cells of an array as its converters see them, in both directions. */
export interface ArrayReads {
  readonly forward: ArrayReader;
  readonly backward: ArrayReader;
  /**
   * Forward by the same converters, with noise and calibrated ranges of its own; null without drift
   * compensation.
   */
  readonly reference: ArrayReader | null;
  /**
   * To be called after the devices of some panels were written, after programming, and after the
   * clock moved.
   */
  readonly written: (flags: Int32Array) => void;
  readonly programmed: () => void;
  readonly aged: () => void;
  readonly drawNoise: () => void;
  /** See `Crossbar`. */
  readonly calibrate: (stage: CalibrationStage) => void;
  readonly approximationError: (pre: Float32Array, tiles: number) => number | null;
  readonly asymmetry: () => number | null;
  readonly memory: StoredState;
  readonly restored: () => void;
}

type Direction = 'forward' | 'backward';

interface ReaderChoice {
  /** Names the stream of its noise. */
  readonly name?: string;
  /** Names that of its converters' fixed errors; `name` by default. */
  readonly converters?: string;
  readonly side?: Side;
  readonly state?: ReaderState;
}

/** Throws InputError. */
export function createArrayReads(cells: Cells, options: ArrayOptions, random: RandomStream): ArrayReads {
  const { rows, cols, device, tile, wires, kernels } = options;
  const curved = device.currentVoltage.name !== 'linear';
  const exact = options.solve === 'exact' && curved && wires ? wires : null;
  const isHeld = options.noise === 'held' && device.readNoise > 0;
  const afterAdc = options.subtract === 'after-adc';
  checkReads(options, { isExact: exact !== null, isHeld });

  // Where ports differ the two directions are two maps.
  const wired =
    wires && !exact
      ? createWiredCells(cells, { tile, wires, kernels, way: 'forward', sides: afterAdc })
      : null;
  const oneMap = !wires || isReciprocal(wires);
  const wiredBack =
    wires && wired && !oneMap ? createWiredCells(cells, { tile, wires, kernels, way: 'backward' }) : wired;
  const maps = [...new Set([wired, wiredBack])].flatMap((map) => map ?? []);
  const networksOf = (way: Direction) =>
    wires && curved ? createTileNetworks(cells, { tile, wires, way }) : null;
  const networks = { forward: networksOf('forward'), backward: exact ? networksOf('backward') : null };

  const held = isHeld
    ? createFrozenNoise(() => wired?.readPanels() ?? cells, {
        readNoise: device.readNoise,
        kernels,
        random: random.stream('held'),
      })
    : null;
  const common = {
    adc: options.adc,
    scaling: options.scaling ?? {},
    kernels,
    maxBatch: options.maxBatch,
    readNoise: isHeld ? 0 : device.readNoise,
  };
  const { mapping, scaleS } = cells;
  const fixedReference = mapping.referenceS(device) !== null;
  const exactly = { currentVoltage: device.currentVoltage, mapping, scaleS, dac: options.dac };
  const spans = {
    forward: tileSpans(cols, tile.wordLines),
    backward: tileSpans(rows, mapping.outputsOn(tile.bitLines)),
  };
  const sizes = { forward: { inputs: cols, outputs: rows }, backward: { inputs: rows, outputs: cols } };
  const createState = (way: Direction) =>
    createReaderState(spans[way].length, { outputs: sizes[way].outputs, adc: options.adc });
  const states = [createState('forward'), createState('backward')];
  const createReader = (
    direction: Direction,
    panels: () => ReadPanels,
    reader: ReaderChoice,
  ): ArrayReader => {
    const { name = `read ${direction}`, converters = name, side = null } = reader;
    const way = {
      direction,
      ...common,
      ...sizes[direction],
      spans: spans[direction],
      random: random.stream(name),
      converters: random.stream(converters),
      state: reader.state ?? states[Number(direction === 'backward')],
    };
    const circuits = networks[direction];
    return exact && circuits
      ? createExactReader({ ...way, ...exactly, fixedReference, side, networks: circuits })
      : createArrayReader({
          ...way,
          dac: createDac(options.dac, device.currentVoltage, way.state.dacRange),
          panels,
        });
  };

  const seen = (): ReadPanels => held ?? wired?.readPanels() ?? cells;
  const seenBack = (): ReadPanels => held ?? wiredBack?.readPanels() ?? cells;
  const sides = afterAdc && !exact ? createSidePanels(cells, wired, kernels) : null;
  const minusStates = [createState('forward')];
  const createForward = (use: string, state = states[0], minusState = minusStates[0]): ArrayReader => {
    const own = { name: `${use} forward`, converters: 'read forward', state };
    if (!afterAdc) return createReader('forward', seen, own);
    const plus = createReader('forward', () => sides!.plus, { ...own, side: 'plus' });
    const minus = createReader('forward', () => sides!.minus, {
      name: `${use} forward minus`,
      converters: 'read forward minus',
      side: 'minus',
      state: minusState,
    });
    const scratch = kernels.float32(options.maxBatch * rows);
    return subtracted({ plus, minus }, { scratch, outputs: rows });
  };
  const forward = createForward('read');
  const createReference = (): ArrayReader => {
    const state = createState('forward');
    const minusState = createState('forward');
    states.push(state);
    minusStates.push(minusState);
    return createForward('reference', state, minusState);
  };
  const reference = options.driftCompensation === 'global' ? createReference() : null;

  // The panels of W^T are made at the first backward read after a write, and only for networks that
  // read backward.
  let transposed: ReadPanels | null = null;
  let stale = true;
  const transposedPanels = () => {
    transposed ??= {
      weights: createPanels(cols, rows, kernels.float32),
      squares: held ? null : cells.squares && createPanels(cols, rows, kernels.float32),
      references: seenBack().references,
    };
    if (stale) {
      const { weights, squares } = seenBack();
      kernels.transposeInto(transposed.weights, weights);
      if (transposed.squares && squares) kernels.transposeInto(transposed.squares, squares);
      stale = false;
    }
    return transposed;
  };
  let backward: ArrayReader | null = null;

  const all = { from: 0, to: panelCount(rows) };
  const changed = () => {
    sides?.refresh(all);
    stale = true;
  };
  const drawNoise = () => {
    held?.draw();
    if (held) stale = true;
  };

  return Object.freeze<ArrayReads>({
    forward,
    reference,
    backward(out, post, batch) {
      backward ??= createReader('backward', transposedPanels, {});
      return backward(out, post, batch);
    },
    written(flags) {
      const whole = maps.map((map) => map.afterUpdate(flags)).includes(true);
      for (let p = 0; sides && p < all.to; p++) {
        if (whole || flags[p] !== 0) sides.refresh({ from: p, to: p + 1 });
      }
      stale = true;
    },
    programmed() {
      for (const map of maps) map.solve();
      changed();
    },
    aged() {
      for (const map of maps) map.update();
      changed();
      drawNoise();
    },
    calibrate(stage) {
      for (const state of [...states, ...minusStates]) setStage(state, stage, options);
    },
    drawNoise,
    approximationError(pre, tiles) {
      const { forward: circuits } = networks;
      if (circuits === null || wired === null) return null;
      const { range = 1 } = options.dac;
      const dac = { ...options.dac, range: range === 'calibrated' ? states[0].dacRange[0] || 1 : range };
      return approximationError(
        { ...exactly, dac, networks: circuits, wired: wired.readPanels() },
        pre,
        tiles,
      );
    },
    asymmetry() {
      if (exact) return null;
      if (!wired || !wiredBack || oneMap) return 0;
      return difference(wiredBack.readPanels().weights.data, wired.readPanels().weights.data);
    },
    memory: [
      ...statesOf(
        'wires',
        maps.map(({ memory }) => memory),
      ),
      ...stateUnder('frozen noise', held?.memory),
      ...statesOf(
        'converters',
        [...states, ...minusStates].map(({ steps, adcs, dacRange }) => [
          ...storedState({ steps, dacRange }),
          ...statesOf(
            'adc',
            adcs.map(({ range, offsets, steps: conversions }) =>
              storedState({ range, offsets, conversions }),
            ),
          ),
        ]),
      ),
    ],
    restored() {
      for (const map of maps) map.restored();
      changed();
    },
  });
}

function checkReads(
  { subtract, mapping, wires, scaling = {} }: ArrayOptions,
  { isExact, isHeld }: { isExact: boolean; isHeld: boolean },
): void {
  const { noise = 'none', bound = 'none' } = scaling;
  if (isExact && (noise !== 'none' || bound !== 'none')) {
    throw new InputError(`solve exact needs scaling none (got noise ${noise}, bound ${bound})`);
  }
  if (isHeld && isExact) throw new InputError('noise held needs approximate reads (got solve exact)');
  if (isHeld && wires && !isReciprocal(wires)) {
    const { driverOhm = 0, senseOhm = 0, backwardEnds = 'near' } = wires;
    throw new InputError(
      `noise held needs driverOhm equal to senseOhm and backwardEnds near (got ${driverOhm}, ${senseOhm} and ${backwardEnds})`,
    );
  }
  if (subtract !== 'after-adc') return;
  if (mapping !== undefined && !mappingOf(mapping).minusMoves) {
    throw new InputError(`subtract after-adc needs pairs of devices (got mapping ${mapping})`);
  }
  if (isHeld) throw new InputError('noise held needs subtract before-adc (got after-adc)');
}

/** Root mean square of a - b over that of b, 0 where b is all 0. */
function difference(a: Float32Array, b: Float32Array): number {
  let [error, total] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    error += (a[i] - b[i]) ** 2;
    total += b[i] ** 2;
  }
  return total === 0 ? 0 : Math.sqrt(error / total);
}
