import type { Allocate } from './device-model.js';
import { normalInto, type RandomStream } from './random.js';

export interface VariedOptions {
  readonly random: RandomStream;
  /** Gives a zeroed array; a plain one by default. */
  readonly allocate?: Allocate | undefined;
  /** 0 by default, both. */
  readonly mean?: number;
  readonly deviation?: number;
}

/** `count` numbers mean + deviation xi, one per device; nothing is drawn at deviation 0. */
export function varied(count: number, options: VariedOptions): Float32Array {
  const { random, allocate = (length) => new Float32Array(length), mean = 0, deviation = 0 } = options;
  const out = allocate(count);
  if (deviation !== 0) normalInto(out, { random, step: 0 });
  for (let i = 0; i < count; i++) out[i] = mean + deviation * out[i];
  return out;
}
