import { checkInteger, checkNumber, normalInto, type RandomStream } from '../../devices/index.js';

/**
 * The DACs that hold the target d at the outputs while a current beta (d - s) nudges them, one per
 * neuron.
 */
export interface NudgeDacOptions {
  /** 1 .. 24. */
  readonly bits: number;
  /** The largest target that they hold, > 0. */
  readonly range: number;
  /**
   * Standard deviation of their fixed offsets, in units of the target. Only a nudged phase feels
   * it.
   */
  readonly offset: number;
}

/**
 * Puts targets [batch, units] on DACs, in place: clipped to [0, range], rounded to multiples of
 * range / (2^bits - 1), offset. Throws InputError.
 */
export function createNudgeDac(
  units: number,
  { bits, range, offset, random }: NudgeDacOptions & { readonly random: RandomStream },
): (targets: Float32Array, batch: number) => void {
  checkInteger('nudge.bits', bits, { min: 1, max: 24 });
  checkNumber('nudge.range', range, { min: Number.MIN_VALUE });
  checkNumber('nudge.offset', offset, { min: 0 });
  const spacing = range / (2 ** bits - 1);
  const offsets = normalInto(new Float32Array(units), { random, step: 0 }).map((xi) => offset * xi);
  return (targets, batch) => {
    for (let i = 0; i < batch * units; i++) {
      const held = Math.min(Math.max(targets[i], 0), range);
      targets[i] = Math.round(held / spacing) * spacing + offsets[i % units];
    }
  };
}
