import {
  checkInteger,
  type DeviceModel,
  type Draw,
  InputError,
  type RandomStream,
} from '../../devices/index.js';
import type { Cells, Side } from '../array/cells.js';
import { type StoredState, storedNumbers, storedState } from '../array/memory.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import { createPackedOuter, type OuterProduct } from '../kernels/contract/packed.js';
import { type Panels, panelCount } from '../kernels/contract/panels.js';
import { createCoincidence } from './coincidence.js';
import { createHalfSelect } from './half-select.js';
import { createProgrammer, type ProgrammingCounters, type VerifyOptions } from './programming.js';
import type { WriteAccount, WriteCounters } from './write-account.js';

export interface WriteOptions {
  /**
   * How a wanted change becomes whole pulses. `stochastic-rounding`: up or down at random with the
   * wanted mean; `deterministic`: to nearest, so that changes below half a pulse are lost;
   * `stochastic-coincidence`: by random trains of pulses on both lines, row after row of the outer
   * product, see `Coincidence`; `accumulated`: changes are added up digitally and written where
   * they exceed a pulse, what is left staying in the sum (Nandakumar et al. 2020, doi
   * 10.3389/fnins.2020.00406, mixed precision).
   */
  readonly scheme: 'stochastic-rounding' | 'deterministic' | 'stochastic-coincidence' | 'accumulated';
  /**
   * The most pulses that one device gets in one update, >= 1; of coincidences, in one row of it, <=
   * 31.
   */
  readonly pulses: number;
  /**
   * What a pulse does to the other devices on its lines, as a share of a pulse, in [0, 1]; 0 by
   * default. See `HalfSelect`.
   */
  readonly disturb?: number;
  /** How an array is brought to a matrix. */
  readonly verify?: VerifyOptions;
}

export interface ArrayWriter {
  /**
   * Adds an outer product to the weights by pulses. One driver serves a pair: n pulses go up on G+
   * and n down on G-, n = dw scaleS / (2 step) as a whole number, step = the device's mid-range
   * step; twice as many on G+ where G- is a reference. Rows and columns that are zero in the whole
   * batch cost nothing. Returns the number of devices that got a pulse; `written` receives one flag
   * per panel: whether it was touched.
   */
  readonly update: (product: OuterProduct, written?: (flags: Int32Array) => void) => number;
  /** Brings the array to `weights` [rows, cols], see `Programmer`. */
  readonly program: (weights: Float32Array) => void;
  /** Updates and rounds so far, which the random draws depend on. */
  readonly memory: StoredState;
}

/** Writes of either kind, apart. */
export interface ArrayWrites {
  readonly programming: ProgrammingCounters & WriteCounters;
  readonly updates: WriteCounters;
}

export interface ArrayWriterOptions {
  readonly write: WriteOptions;
  readonly tile: { readonly wordLines: number; readonly bitLines: number };
  readonly kernels: Kernels;
  readonly random: RandomStream;
  /** Most rows of an outer product. */
  readonly maxRows: number;
  readonly account: WriteAccount;
  readonly writes: ArrayWrites;
}

/** Writes to the cells of an array. Throws InputError. */
export function createArrayWriter(
  cells: Cells,
  device: DeviceModel,
  options: ArrayWriterOptions,
): ArrayWriter {
  const { write, kernels, random, maxRows, account, writes } = options;
  checkInteger('write.pulses', write.pulses, { min: 1, max: 2 ** 30 });
  const { weights, panelSize, scaleS } = cells;
  const panels = panelCount(weights.rows);
  const packed = createPackedOuter(kernels, maxRows, { postCols: weights.rows, preCols: weights.cols });
  const wanted = kernels.float32(panelSize);
  const counts = kernels.int32(panelSize);
  const rounding = random.stream('rounding');
  const cycle = { plus: random.stream('plus/cycle'), minus: random.stream('minus/cycle') };
  const { numbers: clock, values } = storedNumbers({ step: 0 });

  /** counts = factor * wanted in whole pulses; returns how many devices get one. */
  const round = (panel: number, factor: number, draw: Draw | null) =>
    kernels.roundInto(counts, wanted, {
      count: panelSize,
      factor,
      limit: write.pulses,
      draw,
      firstIndex: panel * panelSize,
    });
  const pulse = (side: Side, panel: number) =>
    cells.pulse(side, counts, {
      count: panelSize,
      firstIndex: panel * panelSize,
      draw: { random: cycle[side], step: clock.step },
    });

  const { minusMoves } = cells.mapping;
  const devicesMoved = minusMoves ? 2 : 1;
  const perWeight = scaleS / (devicesMoved * device.stepS);
  const stochastic = write.scheme === 'stochastic-rounding';
  const coincidence =
    write.scheme === 'stochastic-coincidence'
      ? createCoincidence({
          weights,
          maxRows,
          kernels,
          random: random.stream('coincidence'),
          slots: write.pulses,
          stepWeight: 1 / perWeight,
        })
      : null;

  /** Changes of weight not yet written. */
  const residual = write.scheme === 'accumulated' ? kernels.float32(weights.data.length) : null;
  const countOwed = (sums: Float32Array, panel: number) => {
    const own = sums.subarray(panel * panelSize, (panel + 1) * panelSize);
    kernels.accumulateOuter(own, packed, { from: panel, to: panel + 1 });
    let pairs = 0;
    for (let i = 0; i < panelSize; i++) {
      const whole = Math.trunc(own[i] * perWeight);
      const n = Math.min(Math.max(whole, -write.pulses), write.pulses);
      counts[i] = n;
      if (n === 0) continue;
      own[i] -= n / perWeight;
      pairs++;
    }
    return pairs;
  };

  /** Pulses of a panel into `counts`; returns how many pairs get any. */
  const countPulses = (panel: number) => {
    if (coincidence) {
      coincidence.countsInto(counts, panel);
      return counts.reduce((pairs, n) => pairs + Number(n !== 0), 0);
    }
    if (residual) return countOwed(residual, panel);
    wanted.fill(0);
    kernels.accumulateOuter(wanted, packed, { from: panel, to: panel + 1 });
    return round(panel, perWeight, stochastic ? { random: rounding, step: clock.step } : null);
  };

  const { disturb = 0 } = write;
  const halfSelect =
    disturb !== 0
      ? createHalfSelect({
          cells,
          tile: options.tile,
          disturb,
          kernels,
          random: random.stream('half select'),
        })
      : null;
  const seenS = { plus: kernels.float32(panelSize), minus: kernels.float32(minusMoves ? panelSize : 0) };
  const noteCounts = (panel: number) => {
    const { notes } = account;
    cells.conductanceInto(seenS.plus, 'plus', panel * panelSize);
    if (minusMoves) cells.conductanceInto(seenS.minus, 'minus', panel * panelSize);
    kernels.countPulses(notes, counts, {
      span: { from: panel, to: panel + 1 },
      depth: weights.depth,
      plusS: seenS.plus,
      minusS: minusMoves ? seenS.minus : null,
      plusTaken: notes.plusTaken,
      minusTaken: notes.minusTaken,
    });
  };

  const writeByPanel = () => {
    let pulsed = 0;
    for (let panel = 0; panel < panels; panel++) {
      if (packed.flags[panel] === 0) continue;
      const pairs = countPulses(panel);
      if (pairs === 0) continue;
      noteCounts(panel);
      halfSelect?.note(panel, counts);
      pulse('plus', panel);
      if (minusMoves) {
        for (let i = 0; i < panelSize; i++) counts[i] = -counts[i];
        pulse('minus', panel);
      }
      cells.refresh({ from: panel, to: panel + 1 });
      pulsed += pairs;
    }
    return pulsed;
  };

  const program = createProgrammer({
    cells,
    device,
    pulses: write.pulses,
    verify: write.verify ?? {},
    kernels,
    cycle,
    account,
    counters: writes.programming,
  });

  return Object.freeze<ArrayWriter>({
    memory: storedState({ clock: values, residual }),
    update(product, written) {
      kernels.packOuter(packed, product);
      const draw = { random: stochastic ? rounding : null, step: clock.step };
      const fused = {
        rounding: { factor: perWeight, limit: write.pulses, draw },
        cycle,
        notes: account.notes,
      };
      coincidence?.draw(product, clock.step);
      account.begin();
      halfSelect?.begin();
      const isFused = cells.write && !coincidence && !residual && !halfSelect;
      const pairs = isFused ? cells.write!(packed, fused) : writeByPanel();
      if (halfSelect && (coincidence || pairs > 0)) {
        halfSelect.apply(clock.step, coincidence?.linePulses() ?? null);
        packed.flags.fill(1);
      }
      account.end(writes.updates, {
        paired: minusMoves,
        ...(coincidence && { trains: coincidence.trainCounts() }),
      });
      clock.step++;
      written?.(packed.flags);
      return devicesMoved * pairs;
    },

    program(matrix) {
      clock.step = program(matrix, clock.step);
    },
  });
}

/** Throws InputError unless a matrix has rows * cols elements, all finite. */
export function checkMatrix(
  name: string,
  matrix: Float32Array,
  { rows, cols }: Pick<Panels, 'rows' | 'cols'>,
) {
  if (matrix.length !== rows * cols) {
    throw new InputError(`${name} must hold ${rows} x ${cols} numbers (got ${matrix.length})`);
  }
  const bad = matrix.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new InputError(`${name}[${bad}] must be finite (got ${matrix[bad]})`);
}
