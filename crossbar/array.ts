import { checkInteger, type DeviceModel, InputError, type RandomStream } from '../devices/index.js';
import { approximationError } from './approximation-error.js';
import { createCells } from './cells.js';
import { type ConductanceCounts, countConductances } from './conductance-counts.js';
import type { AdcOptions } from './converters/adc.js';
import { createDac, type DacOptions } from './converters/dac.js';
import { createCounters, createWrites } from './counters.js';
import { createExactReader } from './exact-reading.js';
import { createHeldNoise } from './held-noise.js';
import type { Kernels } from './kernels/kernels.js';
import type { OuterProduct } from './kernels/packed.js';
import { createPanels, panelCount, unpackInto } from './kernels/panels.js';
import type { MappingName } from './mapping.js';
import type { Memory } from './memory.js';
import {
  type ArrayReader,
  createArrayReader,
  createReaderState,
  type ReadPanels,
  type ScalingOptions,
} from './reading.js';
import { createTileNetworks } from './tile-networks.js';
import { tileSpans, utilisation } from './tiling.js';
import { type ArrayWires, createWiredCells } from './wired-cells.js';
import { createWriteAccount, type WriteAccount } from './write-account.js';
import { type ArrayWrites, checkMatrix, createArrayWriter, type WriteOptions } from './writing.js';

export interface CrossbarOptions {
  /** Outputs (post-synaptic units), one pair of bit lines each. */
  readonly rows: number;
  /** Inputs (pre-synaptic units), one word line each. */
  readonly cols: number;
  readonly device: DeviceModel;
  /** Lines of one physical tile; a larger matrix spans several, whose digitised partial sums are added. */
  readonly tile: { readonly wordLines: number; readonly bitLines: number };
  /** The weight at which a device stands at its upper bound, and the other of a pair at its lower one. */
  readonly weightMax: number;
  /** How weights lie on devices, `differential` by default. */
  readonly mapping?: MappingName;
  readonly dac: DacOptions;
  readonly adc: AdcOptions;
  readonly write: WriteOptions;
  /** None by default. */
  readonly scaling?: ScalingOptions;
  /**
   * Reads of curved cells behind wires: `approximate` (default) applies the curve at the line's voltage and then the linear
   * map of the wires; `exact` solves the circuit of every tile for every vector.
   */
  readonly solve?: 'approximate' | 'exact';
  /**
   * Read noise drawn for every read (default), or `held`: frozen until `drawNoise`, common to all reads until then. Held noise
   * needs approximate reads.
   */
  readonly noise?: 'fresh' | 'held';
  /** null (default) = ideal wires. */
  readonly wires?: ArrayWires | null;
  readonly random: RandomStream;
  readonly kernels: Kernels;
  /** Most input vectors in one read, and most rows of an outer product. */
  readonly maxBatch: number;
}

/** What the array has done so far. */
export interface CrossbarCounters {
  /** Vectors read, forward and backward. */
  forwardReads: number;
  backwardReads: number;
  /** Analog-to-digital conversions, and how many of them clipped at full scale; those of backward reads among them. */
  conversions: number;
  saturated: number;
  backwardConversions: number;
  backwardSaturated: number;
  updates: number;
  /** Devices that got at least one pulse, summed over the updates. */
  pulsedDevices: number;
}

/**
 * A crossbar of pairs or of single cells beside a reference, with a DAC on every driven line, an ADC on every sensed pair, and wires. It
 * stands for a matrix W [rows, cols]. Inputs are in units of the DAC's full scale, outputs in weight times input.
 */
export interface Crossbar {
  readonly rows: number;
  readonly cols: number;
  readonly device: DeviceModel;
  readonly counters: Readonly<CrossbarCounters>;
  /** What writes took, by kind. */
  readonly writes: { readonly [Kind in keyof ArrayWrites]: Readonly<ArrayWrites[Kind]> };
  /** The most pulses that any device has taken, and the mean. O(cells). */
  readonly wear: WriteAccount['wear'];
  /** Tiles under the matrix, and the share of their cells that hold a weight or a reference. */
  readonly tiles: { readonly count: number; readonly utilisation: number };
  /** out [batch, rows] = W pre, pre [batch, cols] on the word lines. */
  readonly forwardInto: (out: Float32Array, pre: Float32Array, batch: number) => void;
  /** out [batch, cols] = W^T post, post [batch, rows] as +-v on the pairs of bit lines of the same cells. */
  readonly backwardInto: (out: Float32Array, post: Float32Array, batch: number) => void;
  /** W += an outer product, by pulses. */
  readonly update: (product: OuterProduct) => void;
  /** Draws held noise anew; else nothing. */
  readonly drawNoise: () => void;
  /** Brings the array to a matrix [rows, cols] by write and verify. */
  readonly program: (matrix: Float32Array) => void;
  /**
   * Puts the simulated clock to a time, not before the last one: reads and writes from now on find the cells as drift,
   * retention and noise that grows with time have left them by then. Devices without a clock stay as they are.
   */
  readonly setTime: (timeSec: number) => void;
  /**
   * Root mean square error of approximate reads of a vector `pre` [cols], relative to exact ones, before converters and
   * without noise, over at most `tiles` tiles (16) spread over the array; null where nothing is approximated.
   */
  readonly approximationError: (pre: Float32Array, tiles?: number) => number | null;
  /**
   * The devices by conductance, in `bins` equal steps from 0 to a tenth above the nominal upper bound, the last holding all
   * beyond; references are not counted. An ideal look at the cells, for reports.
   */
  readonly conductances: (bins: number) => ConductanceCounts;
  /** out [rows, cols] = (G+ - G-) / scale: an ideal look at the cells, for reports. */
  readonly weightsInto: (out: Float32Array) => Float32Array;
  /**
   * All that the array remembers from one call to the next: devices, wires, converters, clocks, counters. Stored and put back
   * into an array of the same options and stream, with `restored` called, that one goes on to the same bits.
   */
  readonly memory: Memory;
  readonly restored: () => void;
}

/** What reports and checkpoints ask of an array. */
export type ArrayReport = Pick<
  Crossbar,
  'rows' | 'cols' | 'device' | 'counters' | 'writes' | 'wear' | 'tiles' | 'memory' | 'restored'
> &
  Partial<Pick<Crossbar, 'setTime' | 'conductances'>>;

/** An array of `rows` x `cols` pairs in the middle of their ranges, which stands for W = 0. Throws InputError. */
export function createCrossbar(options: CrossbarOptions): Crossbar {
  const { rows, cols, device, tile, adc, random, kernels, maxBatch } = options;
  for (const [name, value] of Object.entries({ rows, cols, maxBatch, 'tile.wordLines': tile.wordLines })) {
    checkInteger(name, value, { min: 1 });
  }
  checkInteger('tile.bitLines (a weight needs two)', tile.bitLines, { min: 2 });
  const cells = createCells({ ...options, random: random.stream('cells') });
  const account = createWriteAccount({ ...cells, tile, kernels });
  const { writes, memory: written } = createWrites();
  const writer = createArrayWriter(cells, device, {
    ...options,
    random: random.stream('write'),
    maxRows: maxBatch,
    account,
    writes,
  });
  const dac = createDac(options.dac, device.currentVoltage);
  const scaling = options.scaling ?? {};
  const isHeld = options.noise === 'held' && device.readNoise > 0;
  const common = { adc, scaling, readNoise: isHeld ? 0 : device.readNoise, kernels, maxBatch };
  const { numbers: counters, values: counted } = createCounters();

  const count = ({ conversions, saturated }: ReturnType<ArrayReader>, isBackward: boolean) => {
    counters.conversions += conversions;
    counters.saturated += saturated;
    if (!isBackward) return;
    counters.backwardConversions += conversions;
    counters.backwardSaturated += saturated;
  };

  const wordLineTiles = tileSpans(cols, tile.wordLines);
  const bitLineTiles = tileSpans(rows, cells.mapping.outputsOn(tile.bitLines));

  const curved = device.currentVoltage.name !== 'linear';
  const exact = options.solve === 'exact' && curved && options.wires;
  const wired =
    options.wires && !exact ? createWiredCells(cells, { tile, wires: options.wires, kernels }) : null;
  const networks = options.wires && curved ? createTileNetworks(cells, { tile, wires: options.wires }) : null;
  const ways = {
    forward: {
      ...{ inputs: cols, outputs: rows, spans: wordLineTiles, random: random.stream('read forward') },
      state: createReaderState(wordLineTiles.length),
    },
    backward: {
      ...{ inputs: rows, outputs: cols, spans: bitLineTiles, random: random.stream('read backward') },
      state: createReaderState(bitLineTiles.length),
    },
  };
  const { mapping, scaleS } = cells;
  const exactly = { currentVoltage: device.currentVoltage, mapping, scaleS, dac: options.dac };
  const createReader = (direction: 'forward' | 'backward', panels: () => ReadPanels): ArrayReader =>
    networks && exact
      ? createExactReader({ ...common, ...exactly, ...ways[direction], direction, networks })
      : createArrayReader({ ...common, ...ways[direction], dac, panels });
  if (isHeld && exact) throw new InputError('noise held needs approximate reads (got solve exact)');
  const held = isHeld
    ? createHeldNoise(() => wired ?? cells, {
        ...common,
        readNoise: device.readNoise,
        random: random.stream('held'),
      })
    : null;
  const seen = (): ReadPanels => held ?? wired ?? cells;
  const forward = createReader('forward', seen);

  // The panels of W^T are made at the first backward read after a write, and only for networks that read backward.
  let transposed: ReadPanels | null = null;
  let stale = true;
  const transposedPanels = () => {
    transposed ??= {
      weights: createPanels(cols, rows, kernels.float32),
      squares: held ? null : cells.squares && createPanels(cols, rows, kernels.float32),
    };
    if (stale) {
      const { weights, squares } = seen();
      kernels.transposeInto(transposed.weights, weights);
      if (transposed.squares && squares) kernels.transposeInto(transposed.squares, squares);
      stale = false;
    }
    return transposed;
  };
  let backward: ArrayReader | null = null;

  return Object.freeze<Crossbar>({
    rows,
    cols,
    device,
    counters,
    writes,
    wear: account.wear,
    tiles: Object.freeze({
      count: wordLineTiles.length * bitLineTiles.length,
      utilisation: utilisation({ rows, cols }, tile, cells.mapping),
    }),
    forwardInto(out, pre, batch) {
      count(forward(out, pre, batch), false);
      counters.forwardReads += batch;
    },
    backwardInto(out, post, batch) {
      if (!device.currentVoltage.odd) {
        const curve = device.currentVoltage.name;
        throw new InputError(`A differential pair read backward needs an odd I-V curve (got ${curve})`);
      }
      backward ??= createReader('backward', transposedPanels);
      count(backward(out, post, batch), true);
      counters.backwardReads += batch;
    },
    update(product) {
      counters.pulsedDevices += writer.update(product, (flags) => wired?.follow(flags));
      counters.updates++;
      stale = true;
    },
    drawNoise() {
      held?.draw();
      if (held) stale = true;
    },
    program(matrix) {
      checkMatrix('weights', matrix, options);
      writer.program(matrix);
      wired?.solve();
      stale = true;
    },
    setTime(timeSec) {
      cells.setTime(timeSec);
      cells.refresh({ from: 0, to: panelCount(rows) });
      wired?.update();
      stale = true;
    },
    approximationError(pre, tiles = 16) {
      if (networks === null || wired === null) return null;
      return approximationError({ ...exactly, networks, wired }, pre, tiles);
    },
    conductances: (bins) => countConductances(cells, { rows, cols, toS: 1.1 * device.gMaxS, bins }),
    weightsInto: (out) => unpackInto(out, cells.weights),
    memory: Object.freeze([
      ...[
        ...cells.memory,
        ...writer.memory,
        ...account.memory,
        ...written,
        ...(wired?.memory ?? []),
        ...(held?.memory ?? []),
        counted,
      ],
      ...Object.values(ways).flatMap(({ state }) => [state.steps, state.ranges]),
    ]),
    restored() {
      cells.restored();
      wired?.restored();
      stale = true;
    },
  });
}
