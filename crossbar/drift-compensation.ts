import { driftGain, type RandomStream, uniformInto } from '../devices/index.js';
import { type StoredState, storedNumbers, storedState } from './array/memory.js';
import type { Kernels } from './kernels/contract/kernels.js';
import type { ArrayReader } from './read/reading.js';

/** Undoes digitally what all cells of an array have lost alike. */
export interface DriftCompensation {
  /**
   * To be called before the clock moves: reads the reference, where there is none since the array
   * was programmed.
   */
  readonly remember: () => void;
  /** To be called after it moved: reads again and finds the factor. */
  readonly update: () => void;
  /** To be called after programming: the factor is 1 until the clock moves. */
  readonly forget: () => void;
  /** values[i] times the factor, i < count. */
  readonly applyTo: (values: Float32Array, count: number) => void;
  readonly memory: StoredState;
}

export interface DriftCompensationOptions {
  /**
   * Reads vectors [batch, cols] into [batch, rows], with the noise and the converters of the array.
   */
  readonly read: ArrayReader;
  readonly rows: number;
  readonly cols: number;
  readonly maxBatch: number;
  readonly random: RandomStream;
  readonly kernels: Kernels;
}

/** Vectors of a reference read. */
const vectors = 32;

/**
 * Global drift compensation, one factor an array: 32 vectors of +1 and -1, drawn once, are read
 * before the clock moves for the first time and after every move; the factor is the mean size of
 * the first outputs over that of the last, see `driftGain` (Joshi et al. 2020, doi
 * 10.1038/s41467-020-16108-9). Exact for drift of one exponent and linear, noiseless reads.
 */
export function createDriftCompensation(options: DriftCompensationOptions): DriftCompensation {
  const { read, rows, cols, maxBatch, random, kernels } = options;
  const { numbers, values } = storedNumbers({ factor: 1, isKnown: 0 });
  const reference = new Float32Array(vectors * rows);
  const inputs = uniformInto(new Float32Array(vectors * cols), { random: random.stream('inputs'), step: 0 });
  const batch = Math.min(maxBatch, vectors);
  const drive = kernels.float32(batch * cols);
  const out = kernels.float32(batch * rows);

  const readInto = (outputs: Float32Array) => {
    for (let first = 0; first < vectors; first += batch) {
      const count = Math.min(batch, vectors - first);
      for (let i = 0; i < count * cols; i++) drive[i] = inputs[first * cols + i] < 0.5 ? -1 : 1;
      read(out, drive, count);
      outputs.set(out.subarray(0, count * rows), first * rows);
    }
    return outputs;
  };

  return Object.freeze<DriftCompensation>({
    remember() {
      if (numbers.isKnown === 1) return;
      readInto(reference);
      numbers.isKnown = 1;
    },
    update() {
      numbers.factor = driftGain(reference, readInto(new Float32Array(reference.length)));
    },
    forget() {
      numbers.factor = 1;
      numbers.isKnown = 0;
    },
    applyTo(outputs, count) {
      for (let i = 0; i < count; i++) outputs[i] *= numbers.factor;
    },
    memory: storedState({ reference, numbers: values }),
  });
}
