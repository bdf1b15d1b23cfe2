import { checkNumber, normalInto, type RandomStream } from '../../devices/index.js';

/** How the offsets of converters wander. */
export interface OffsetDriftOptions {
  /** Standard deviation after many time constants, as a share of full scale; 0 by default. */
  readonly offsetDrift?: number;
  /** Time constant, > 0; 1 s by default. */
  readonly offsetDriftSec?: number;
  /** Time from one conversion of a converter to the next, > 0; 100 ns by default. */
  readonly conversionSec?: number;
}

/** What converters remember of it. */
export interface OffsetDriftMemory {
  /** One a converter, in units of `offsetDrift`, 0 at first; none where nothing drifts. */
  readonly offsets: Float64Array;
  /** How often they have been moved: one number. */
  readonly steps: Float64Array;
}

/**
 * currents [batch, converters] += the offsets, in shares of `range`; in place. The offsets then
 * drift by what the conversion of the batch took.
 */
export type OffsetDrift = (currents: Float32Array, batch: number, range: number) => void;

/**
 * An Ornstein-Uhlenbeck process a converter, d o = -o / tau dt + sqrt(2 / tau) dW, from 0 on: slow
 * noise of supply, temperature and amplifiers. Over a time dt it is exactly (Gillespie 1996,
 * doi 10.1103/PhysRevE.54.2084)
 *
 *   o(t + dt) = r o(t) + sqrt(1 - r^2) xi,   r = exp(-dt / tau),
 *
 * so that its variance is 1 - exp(-2 t / tau) after a time t and its correlation over a time s is
 * exp(-s / tau) in the end. tau = `offsetDriftSec` and dt = batch x `conversionSec`: the vectors of
 * a batch find the same offset. Time passes while converters convert, and stands still between.
 * null where nothing drifts. Throws InputError.
 */
export function createOffsetDrift(
  { offsetDrift = 0, offsetDriftSec = 1, conversionSec = 1e-7 }: OffsetDriftOptions,
  { offsets, steps }: OffsetDriftMemory,
  random: RandomStream,
): OffsetDrift | null {
  checkNumber('adc.offsetDrift', offsetDrift, { min: 0 });
  checkNumber('adc.offsetDriftSec', offsetDriftSec, { min: Number.MIN_VALUE });
  checkNumber('adc.conversionSec', conversionSec, { min: Number.MIN_VALUE });
  if (offsetDrift === 0) return null;
  const outputs = offsets.length;
  const normals = new Float32Array(outputs);
  return (currents, batch, range) => {
    for (let i = 0; i < batch * outputs; i++) currents[i] += offsetDrift * range * offsets[i % outputs];
    const time = (batch * conversionSec) / offsetDriftSec;
    const kept = Math.exp(-time);
    // 1 - r^2 to full precision where a batch is far shorter than the time constant.
    const spread = Math.sqrt(-Math.expm1(-2 * time));
    normalInto(normals, { random, step: steps[0] });
    for (let o = 0; o < outputs; o++) offsets[o] = kept * offsets[o] + spread * normals[o];
    steps[0]++;
  };
}
