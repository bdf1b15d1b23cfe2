import { checkInteger, InputError } from '../../devices/index.js';
import type { Crossbar, CrossbarCounters, CrossbarOptions } from '../types.js';
import { checkMatrix } from '../write/writing.js';
import { createArray } from './array.js';
import { statesOf, storedNumbers, storedState } from './memory.js';

/**
 * Weights spread over several arrays of pairs, as in ISAAC (Shafiee et al. 2016, doi
 * 10.1109/ISCA.2016.12): with B = 2^bits, a weight is rounded to sign x m / (B^count - 1) x
 * weightMax, and slice s holds digit s of m, least first. Every slice is read through converters of
 * its own; the outputs are shifted and added digitally:
 *
 *   W = sum_s B^s (B - 1) / (B^count - 1) W_s,   W_s = sign x digit_s / (B - 1) x weightMax
 *
 * A pair holds its digit on one device, the other one stands at gMin. On devices with L levels, L
 * >= B, digits are whole numbers of levels apart, so that they are exact; where L - 1 is no
 * multiple of B - 1, some levels at the top are left unused. Digits have no carry on the chip:
 * `update` throws. Throws InputError.
 */
export function createBitSlices(options: CrossbarOptions): Crossbar {
  const { rows, cols, kernels, maxBatch, weightMax } = options;
  const { count = 2, bits = 2 } = options.slices ?? {};
  checkInteger('array.slices.count', count, { min: 1, max: 24 });
  checkInteger('array.slices.bits', bits, { min: 1, max: 24 });
  if (count * bits > 24) {
    throw new InputError(`array.slices: ${count} x ${bits} bits, expected at most 24 bits per weight`);
  }
  const base = 2 ** bits;
  const largest = base ** count - 1;
  const full = {
    ...options,
    mapping: 'one-sided' as const,
    weightMax: weightMax * unusedLevels(options.device, base),
  };
  const slices = Array.from({ length: count }, (_, s) => ({
    array: createArray({ ...full, random: options.random.stream(`slice ${s}`) }),
    place: base ** s,
    share: (base ** s * (base - 1)) / largest,
  }));
  const arrays = slices.map(({ array }) => array);
  const scratch = { forward: kernels.float32(maxBatch * rows), backward: kernels.float32(maxBatch * cols) };
  const weights = new Float32Array(rows * cols);
  const { numbers: counted, values: counts } = storedNumbers({ clipped: 0 });

  const summed =
    (way: 'forward' | 'backward') =>
    (out: Float32Array, values: Float32Array, batch: number): void => {
      const size = batch * (way === 'forward' ? rows : cols);
      const partial = scratch[way];
      out.fill(0, 0, size);
      for (const { array, share } of slices) {
        array[`${way}Into`](partial, values, batch);
        for (let i = 0; i < size; i++) out[i] += share * partial[i];
      }
    };
  const rms = (values: readonly (number | null)[]) =>
    values.includes(null) ? null : Math.sqrt(values.reduce<number>((sum, x) => sum + x! ** 2 / count, 0));
  const { device } = arrays[0];

  return Object.freeze<Crossbar>({
    rows,
    cols,
    device,
    /** Vectors of all slices, each a read of its own; conversions and pulses likewise. */
    get counters() {
      return added<keyof CrossbarCounters>(arrays.map(({ counters }) => counters));
    },
    get writes() {
      const programming = added<keyof Crossbar['writes']['programming']>(
        arrays.map(({ writes }) => writes.programming),
      );
      return {
        programming: {
          ...programming,
          // Every slice counts every weight; what is out of range shows in no digit. A slice misses
          // as much of it as its digit is worth.
          weights: programming.weights / count,
          clipped: counted.clipped,
          missingSquared: slices.reduce(
            (sum, { array, share }) => sum + share ** 2 * array.writes.programming.missingSquared,
            0,
          ),
        },
        updates: added<keyof Crossbar['writes']['updates']>(arrays.map(({ writes }) => writes.updates)),
      };
    },
    wear() {
      const each = arrays.map(({ wear }) => wear());
      return {
        mostPulses: Math.max(...each.map(({ mostPulses }) => mostPulses)),
        meanPulses: each.reduce((sum, { meanPulses }) => sum + meanPulses / count, 0),
      };
    },
    tiles: Object.freeze({ ...arrays[0].tiles, count: count * arrays[0].tiles.count }),
    forwardInto: summed('forward'),
    backwardInto: summed('backward'),
    update() {
      throw new InputError(
        'array.mapping bit-slices cannot be updated in place: digits have no carry on the chip; expected differential, one-sided or offset-column',
      );
    },
    calibrate(stage) {
      for (const array of arrays) array.calibrate(stage);
    },
    drawNoise() {
      for (const array of arrays) array.drawNoise();
    },
    program(matrix) {
      checkMatrix('weights', matrix, options);
      for (const { array, place } of slices) {
        matrix.forEach((weight, i) => {
          const code = Math.min(Math.round((Math.abs(weight) / weightMax) * largest), largest);
          const digit = Math.floor(code / place) % base;
          weights[i] = ((Math.sign(weight) * digit) / (base - 1)) * weightMax;
        });
        array.program(weights);
      }
      const most = (1 + 1e-6) * weightMax;
      counted.clipped += matrix.reduce((sum, weight) => sum + Number(Math.abs(weight) > most), 0);
    },
    setTime(timeSec) {
      for (const array of arrays) array.setTime(timeSec);
    },
    conductances(bins) {
      const each = arrays.map((array) => array.conductances(bins));
      const counts = each[0].counts.map((_, bin) => each.reduce((sum, one) => sum + one.counts[bin], 0));
      return { ...each[0], counts, meanS: each.reduce((sum, { meanS }) => sum + meanS / count, 0) };
    },
    approximationError: (pre, tiles) => rms(arrays.map((array) => array.approximationError(pre, tiles))),
    asymmetry: () => rms(arrays.map((array) => array.asymmetry())),
    weightsInto(out) {
      out.fill(0);
      for (const { array, share } of slices) {
        array.weightsInto(weights).forEach((weight, i) => {
          out[i] += share * weight;
        });
      }
      return out;
    },
    memory: Object.freeze([
      ...statesOf(
        'slice',
        arrays.map(({ memory }) => memory),
      ),
      ...storedState({ counters: counts }),
    ]),
    restored() {
      for (const array of arrays) array.restored();
    },
  });
}

/** What a device's whole range is of the part of it that `base` digits take, whole levels apart. */
function unusedLevels({ levelGrid }: CrossbarOptions['device'], base: number): number {
  const steps = levelGrid ? levelGrid.levels - 1 : 0;
  const perDigit = Math.floor(steps / (base - 1));
  return perDigit === 0 ? 1 : steps / (perDigit * (base - 1));
}

/** Sums of counters of the same names. */
function added<Name extends string>(all: readonly Readonly<Record<Name, number>>[]): Record<Name, number> {
  const names = Object.keys(all[0]) as Name[];
  return Object.fromEntries(
    names.map((name) => [name, all.reduce((sum, counters) => sum + counters[name], 0)]),
  ) as Record<Name, number>;
}
