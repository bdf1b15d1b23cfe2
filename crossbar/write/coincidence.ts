import { checkInteger, type RandomStream } from '../../devices/index.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import type { OuterProduct } from '../kernels/contract/packed.js';
import { type Panels, panelRows } from '../kernels/contract/panels.js';
import type { TrainCounts } from './write-account.js';

/** Slots of a pulse train fit the bits of a word. */
export const maxSlots = 31;

/**
 * Stochastic coincidence (Gokmen and Vlasov 2016, doi 10.3389/fnins.2016.00333): for every row of
 * an outer product, each line carries a random train of pulses in a few time slots, and a device
 * moves by one pulse in each slot in which both of its lines have one. With p = min(1, B |x|) and q
 * = min(1, A |d|), A B = scale / (slots dw), the mean of the change is scale x d as long as neither
 * probability is cut to 1. The slots are as few as the largest product needs, and A / B makes the
 * largest of both trains equally likely (update management). Where that product wants more pulses
 * than there are slots, B max|x| = 1: lines d beyond slots / wanted max|d| have a pulse in every
 * slot, and products of the others keep their mean.
 */
export interface Coincidence {
  /** Draws the trains of an outer product. */
  readonly draw: (product: OuterProduct, step: number) => void;
  /** counts [panel] = coincidences of the drawn trains, with the product's sign. */
  readonly countsInto: (counts: Int32Array, panel: number) => void;
  /** Of the drawn trains. */
  readonly trainCounts: () => TrainCounts;
  readonly linePulses: () => LinePulses;
}

/**
 * Pulses on each line, summed over the rows of an outer product; in either of the passes, up and
 * down.
 */
export interface LinePulses {
  readonly word: Int32Array;
  readonly bit: Int32Array;
}

export interface CoincidenceOptions {
  readonly weights: Panels;
  /** Most slots of a train, 1 .. 31. */
  readonly slots: number;
  /** Change of a weight by one pulse. */
  readonly stepWeight: number;
  readonly maxRows: number;
  readonly random: RandomStream;
  readonly kernels: Kernels;
}

export function createCoincidence(options: CoincidenceOptions): Coincidence {
  const { weights, stepWeight, maxRows, random, kernels } = options;
  checkInteger('write.pulses (slots of stochastic-coincidence)', options.slots, { min: 1, max: maxSlots });
  const { rows: postCount, cols: preCount } = weights;
  const post = createTrains(postCount, maxRows, random.stream('post'), kernels);
  const pre = createTrains(preCount, maxRows, random.stream('pre'), kernels);
  let rows = 0;
  let slotsOfRows = 0;
  return Object.freeze<Coincidence>({
    draw(product, step) {
      rows = product.rows;
      slotsOfRows = 0;
      for (let row = 0; row < rows; row++) {
        const [mostPost, mostPre] = [post.largest(product.post, row), pre.largest(product.pre, row)];
        // Pulses that the largest product wants.
        const wanted = (Math.abs(product.scale) * mostPost * mostPre) / stepWeight;
        const slots = Math.min(options.slots, Math.ceil(wanted));
        slotsOfRows += slots;
        const perSlot = slots === 0 ? 0 : wanted / slots;
        const likely = Math.min(1, Math.sqrt(perSlot));
        const sub = row;
        post.draw(product.post, {
          row,
          step,
          sub,
          slots,
          perUnit: Math.max(likely, perSlot) / (mostPost || 1),
          sign: product.scale,
        });
        pre.draw(product.pre, { row, step, sub, slots, perUnit: likely / (mostPre || 1), sign: 1 });
      }
    },
    trainCounts: () => ({
      wordLinePulses: pre.pulses(rows),
      bitLinePulses: post.pulses(rows),
      slots: slotsOfRows,
    }),
    linePulses: () => ({ word: pre.byLine(rows), bit: post.byLine(rows) }),
    countsInto(counts, panel) {
      counts.fill(0);
      for (let row = 0; row < rows; row++) {
        for (let unit = 0; unit < panelRows && panel * panelRows + unit < postCount; unit++) {
          const i = row * postCount + panel * panelRows + unit;
          const train = post.trains[i];
          if (train === 0) continue;
          for (let k = 0; k < preCount; k++) {
            const both = train & pre.trains[row * preCount + k];
            if (both === 0) continue;
            const at = k * panelRows + unit;
            counts[at] += post.signs[i] * pre.signs[row * preCount + k] * bitCount(both);
          }
        }
      }
    },
  });
}

/**
 * Trains of `count` lines for up to `maxRows` rows: a bit a slot, and the sign of what the line
 * carries.
 */
function createTrains(count: number, maxRows: number, random: RandomStream, kernels: Kernels) {
  const trains = new Int32Array(maxRows * count);
  const signs = new Int8Array(maxRows * count);
  const uniform = kernels.float32(count * maxSlots);
  return {
    trains,
    signs,
    /** Of the first rows. */
    pulses(rows: number): number {
      let total = 0;
      for (let i = 0; i < rows * count; i++) total += bitCount(trains[i]);
      return total;
    },
    byLine(rows: number): Int32Array {
      const found = new Int32Array(count);
      for (let i = 0; i < rows * count; i++) found[i % count] += bitCount(trains[i]);
      return found;
    },
    largest(values: Float32Array, row: number): number {
      let most = 0;
      for (let i = row * count; i < (row + 1) * count; i++) most = Math.max(most, Math.abs(values[i]));
      return most;
    },
    draw(
      values: Float32Array,
      of: { row: number; step: number; sub: number; slots: number; perUnit: number; sign: number },
    ): void {
      const { row, step, sub, slots, perUnit, sign } = of;
      kernels.uniformInto(uniform, { random, step, sub });
      for (let line = 0; line < count; line++) {
        const value = values[row * count + line];
        let train = 0;
        if (value !== 0) {
          const probability = perUnit * Math.abs(value);
          for (let slot = 0; slot < slots; slot++) {
            if (uniform[line * maxSlots + slot] < probability) train |= 1 << slot;
          }
        }
        trains[row * count + line] = train;
        signs[row * count + line] = value * sign < 0 ? -1 : 1;
      }
    },
  };
}

/** Bits that are set in a word (Hamming weight, summed in parallel by pairs, nibbles and bytes). */
function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
