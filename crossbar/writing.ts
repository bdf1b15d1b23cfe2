import {
  checkInteger,
  type DeviceModel,
  type Draw,
  InputError,
  type RandomStream,
} from '../devices/index.js';
import type { Cells, Side } from './cells.js';
import { createCoincidence } from './coincidence.js';
import { createPackedOuter, type Kernels, type OuterProduct } from './kernels/kernels.js';
import { fillPanels, type Panels, panelCount } from './kernels/panels.js';
import { type Memory, storedNumbers } from './memory.js';

export interface WriteOptions {
  /**
   * How a wanted change becomes whole pulses. `stochastic-rounding`: up or down at random with the wanted mean;
   * `deterministic`: to nearest, so that changes below half a pulse are lost; `stochastic-coincidence`: by random trains of
   * pulses on both lines, row after row of the outer product, see `Coincidence`.
   */
  readonly scheme: 'stochastic-rounding' | 'deterministic' | 'stochastic-coincidence';
  /** The most pulses that one device gets in one update, >= 1; of coincidences, in one row of it, <= 31. */
  readonly pulses: number;
}

export interface ArrayWriter {
  /**
   * Adds an outer product to the weights by pulses. One driver serves a pair: n pulses go up on G+ and n down on G-,
   * n = dw scaleS / (2 step) as a whole number, step = the device's mid-range step; twice as many on G+ where G- is a
   * reference. Rows and columns that are zero in
   * the whole batch cost nothing. Returns the number of devices that got a pulse; `written` is told which panels were
   * touched, one flag each.
   */
  readonly update: (product: OuterProduct, written?: (flags: Int32Array) => void) => number;
  /**
   * Brings the array to `weights` [rows, cols] by write and verify: pulses from the noiseless difference between target
   * and conductance, at most `rounds` times (20). Targets are clipped to the nominal bounds; a device is done when it is
   * within half a level or, where conductance is continuous, half a mid-range step of its target. Where steps shrink, near
   * a soft bound, the rounds may end before that.
   */
  readonly program: (weights: Float32Array, rounds?: number) => void;
  /** Updates and rounds so far, which the random draws depend on. */
  readonly memory: Memory;
}

const sides: readonly { readonly side: Side; readonly sign: number }[] = [
  { side: 'plus', sign: 1 },
  { side: 'minus', sign: -1 },
];

/** Writes to the cells of an array. `maxRows` = most rows of an outer product. Throws InputError. */
export function createArrayWriter(
  cells: Cells,
  device: DeviceModel,
  options: { write: WriteOptions; kernels: Kernels; random: RandomStream; maxRows: number },
): ArrayWriter {
  const { write, kernels, random, maxRows } = options;
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
          ...{ weights, maxRows, kernels, random: random.stream('coincidence') },
          ...{ slots: write.pulses, stepWeight: 1 / perWeight },
        })
      : null;

  /** Pulses of a panel into `counts`; returns how many pairs get any. */
  const countPulses = (panel: number) => {
    if (coincidence) {
      coincidence.countsInto(counts, panel);
      return counts.reduce((pairs, n) => pairs + Number(n !== 0), 0);
    }
    wanted.fill(0);
    kernels.accumulateOuter(wanted, packed, { from: panel, to: panel + 1 });
    return round(panel, perWeight, stochastic ? { random: rounding, step: clock.step } : null);
  };

  const writeByPanel = () => {
    let pulsed = 0;
    for (let panel = 0; panel < panels; panel++) {
      if (packed.flags[panel] === 0) continue;
      const pairs = countPulses(panel);
      if (pairs === 0) continue;
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

  return Object.freeze<ArrayWriter>({
    memory: [values],
    update(product, written) {
      kernels.packOuter(packed, product);
      const draw = { random: stochastic ? rounding : null, step: clock.step };
      const fused = { rounding: { factor: perWeight, limit: write.pulses, draw }, cycle };
      coincidence?.draw(product, clock.step);
      const pairs = cells.write && !coincidence ? cells.write(packed, fused) : writeByPanel();
      clock.step++;
      written?.(packed.flags);
      return devicesMoved * pairs;
    },

    program(matrix, rounds = 20) {
      const target = fillPanels({ ...weights, data: new Float32Array(weights.data.length) }, matrix).data;
      const all = { count: target.length, firstIndex: 0 };
      const missing = kernels.float32(all.count);
      const pulses = kernels.int32(all.count);
      const { gMinS, gMaxS, conductanceGrid } = device;
      const middleS = (gMinS + gMaxS) / 2;
      const tolerance = (conductanceGrid?.spacingS ?? 0) / 2;
      const reference = new Float32Array(minusMoves ? 0 : all.count);
      if (!minusMoves) cells.conductanceInto(reference, 'minus', 0);
      const goalOf = (i: number, sign: number) =>
        minusMoves ? middleS + (sign * target[i] * scaleS) / 2 : reference[i] + target[i] * scaleS;
      for (let moved = true, left = rounds; moved && left > 0; left--, clock.step++) {
        moved = false;
        for (const { side, sign } of minusMoves ? sides : sides.slice(0, 1)) {
          cells.conductanceInto(missing, side, 0);
          for (let i = 0; i < all.count; i++) {
            const gap = Math.min(Math.max(goalOf(i, sign), gMinS), gMaxS) - missing[i];
            missing[i] = Math.abs(gap) <= tolerance ? 0 : gap;
          }
          const rounding = { ...all, factor: 1 / device.stepS, limit: write.pulses, draw: null };
          if (kernels.roundInto(pulses, missing, rounding) === 0) continue;
          cells.pulse(side, pulses, { ...all, draw: { random: cycle[side], step: clock.step } });
          moved = true;
        }
      }
      cells.refresh({ from: 0, to: panels });
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
