import { checkInteger, type DeviceModel, type RandomStream } from '../../devices/index.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import type { OuterProduct } from '../kernels/contract/packed.js';
import { type Panels, unpackInto } from '../kernels/contract/panels.js';
import { createFrozenNoise } from '../read/frozen-noise.js';
import type { Crossbar, CrossbarCounters } from '../types.js';
import { createWriteAccount } from '../write/write-account.js';
import { checkMatrix, createArrayWriter, type WriteOptions } from '../write/writing.js';
import { createCells } from './cells.js';
import { createCounters, createWrites } from './counters.js';
import { type StoredState, stateUnder, storedState } from './memory.js';

export interface ConductanceArrayOptions {
  /** Nodes on either side. */
  readonly rows: number;
  readonly cols: number;
  readonly device: DeviceModel;
  /** What the device's upper bound stands for. */
  readonly weightMax: number;
  readonly write: WriteOptions;
  readonly random: RandomStream;
  readonly kernels: Kernels;
  /** Most rows of an outer product. */
  readonly maxRows: number;
}

/**
 * The conductances between two layers of a resistive network: one device between every node of one
 * layer and every node of the other, on one tile. No converter reads it; the nodes settle in it.
 */
export interface ConductanceArray {
  readonly rows: number;
  readonly cols: number;
  readonly device: DeviceModel;
  readonly counters: Readonly<CrossbarCounters>;
  readonly writes: Crossbar['writes'];
  readonly wear: Crossbar['wear'];
  readonly tiles: Crossbar['tiles'];
  /** Conductances in units of gMax / weightMax, [rows, cols], with the read noise of the phase. */
  readonly panels: Panels;
  readonly isNoisy: boolean;
  /** Draws new read noise, which stays the same until the next call. */
  readonly drawNoise: () => void;
  /** sums [rows] = all conductance of each row, as it is now. O(devices). */
  readonly sumsInto: (sums: Float32Array) => void;
  /** G += an outer product, by pulses. */
  readonly update: (product: OuterProduct) => void;
  /**
   * Brings the array to a matrix [rows, cols] by write and verify; values below gMin / gMax
   * weightMax cannot be reached.
   */
  readonly program: (matrix: Float32Array) => void;
  /** out [rows, cols]: the devices without read noise, for reports. */
  readonly conductanceInto: (out: Float32Array) => Float32Array;
  /** As that of a `Crossbar`. */
  readonly memory: StoredState;
  readonly restored: () => void;
}

/** An array of `rows` x `cols` devices in the middle of their ranges. Throws InputError. */
export function createConductanceArray(options: ConductanceArrayOptions): ConductanceArray {
  const { rows, cols, device, random, kernels, maxRows } = options;
  for (const [name, value] of Object.entries({ rows, cols, maxRows })) checkInteger(name, value, { min: 1 });
  const tile = { wordLines: cols, bitLines: rows };
  const cells = createCells({ ...options, mapping: 'single', tile, random: random.stream('cells') });
  const account = createWriteAccount({ ...cells, tile, kernels });
  const { writes, memory: written } = createWrites();
  const writer = createArrayWriter(cells, device, {
    ...options,
    random: random.stream('write'),
    tile,
    account,
    writes,
  });
  const { readNoise } = device;
  const held =
    readNoise > 0
      ? createFrozenNoise(() => cells, { readNoise, kernels, random: random.stream('held') })
      : null;
  const panels = held?.weights ?? cells.weights;
  const { numbers: counters, values: counted } = createCounters();

  return Object.freeze<ConductanceArray>({
    rows,
    cols,
    device,
    counters,
    writes,
    panels,
    wear: account.wear,
    tiles: Object.freeze({ count: 1, utilisation: 1 }),
    isNoisy: held !== null,
    drawNoise: () => held?.draw(),
    // Conductances stay above 0, however large the noise.
    sumsInto: (sums) => kernels.boundPanels(panels, sums, { lowest: 0, highest: Infinity }),
    update(product) {
      counters.pulsedDevices += writer.update(product);
      counters.updates++;
    },
    program(matrix) {
      checkMatrix('conductances', matrix, options);
      writer.program(matrix);
    },
    conductanceInto: (out) => unpackInto(out, cells.weights),
    memory: Object.freeze([
      ...stateUnder('cells', cells.memory),
      ...stateUnder('writer', writer.memory),
      ...stateUnder('pulses', account.memory),
      ...stateUnder('writes', written),
      ...stateUnder('frozen noise', held?.memory),
      ...storedState({ counters: counted }),
    ]),
    restored: cells.restored,
  });
}
