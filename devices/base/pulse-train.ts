import type { DeviceModel, DeviceState, PulseLaw, PulseOptions, PulseResponse } from './device-model.js';
import { blockSize, normalInto } from './random.js';

/**
 * The conductance of device `index` after a step, before it is clipped, in single precision with
 * every operation rounded. `n` is the number of pulses; where pulses come in turn a law looks at
 * its sign alone. xi is standard normal, 0 without noise.
 */
export type PulseStep = (conductanceS: number, index: number, pulse: { n: number; xi: number }) => number;

/** Laws that take all pulses of a device in one step, with one draw. */
const atOnce: ReadonlySet<PulseLaw> = new Set(['constant-step', 'neurosim-exponential', 'write-error']);

/**
 * Laws that without noise take more than `mostInTurn` pulses of a device in one step, in closed
 * form.
 */
const inClosedForm: ReadonlySet<PulseLaw> = new Set(['soft-bounds']);

/** MOST_IN_TURN of assembly/laws.ts. */
export const maxInTurn = 32;

/** How the pulses of a response come; law null = one that no kernel knows. */
interface Train {
  readonly law: PulseLaw | null;
  readonly noisy: boolean;
}

/** Steps that n pulses of a response take. */
function turnsOf(n: number, { law, noisy }: Train): number {
  const size = Math.abs(n);
  if (law === null) return size;
  const isOne = atOnce.has(law) || (inClosedForm.has(law) && !noisy && size > maxInTurn);
  return isOne ? Math.min(size, 1) : size;
}

/**
 * A model's pulses by a response: those of a kernel where one is given, else by `stepOf` the
 * state's arrays.
 */
export function pulsesBy(
  response: PulseResponse,
  stepOf: (arrays: DeviceState['arrays']) => PulseStep,
): DeviceModel['pulse'] {
  return (state, counts, options) => {
    if (options.kernel?.({ response, state }, counts, options)) return;
    pulseTrain(state, counts, { ...options, response, step: stepOf(state.arrays) });
  };
}

/**
 * A model's pulses one after another, each with noise of its own where `noisy`: for a response that
 * no kernel knows.
 */
export function pulsesInTurn(
  noisy: boolean,
  stepOf: (arrays: DeviceState['arrays']) => PulseStep,
): DeviceModel['pulse'] {
  return (state, counts, options) =>
    pulseTrain(state, counts, { ...options, response: { law: null, noisy }, step: stepOf(state.arrays) });
}

/**
 * |counts[i]| pulses on device firstIndex + i: in turn, each with noise of its own (draw.sub counts
 * up), or as one step where `turnsOf` says so. The result is clipped to [gMinS, gMaxS] unless it is
 * an error that is drawn. A device without a range does not move; a block of 16 without a pulse is
 * not drawn for. The twin of assembly/pulses.ts.
 */
function pulseTrain(
  { arrays: { conductanceS, gMinS, gMaxS } }: DeviceState,
  counts: Int32Array,
  options: PulseOptions & { readonly response: Train; readonly step: PulseStep },
): void {
  const { count, firstIndex, draw, step, response } = options;
  const bounded = response.law !== 'write-error';
  const noise = new Float32Array(blockSize);
  const pulse = { n: 0, xi: 0 };
  for (let at = 0; at < count; at += blockSize) {
    const block = counts.subarray(at, Math.min(at + blockSize, count));
    const steps = block.reduce((most, n) => Math.max(most, turnsOf(n, response)), 0);
    for (let turn = 0; turn < steps; turn++) {
      const ofTurn = { ...draw, sub: (draw.sub ?? 0) + turn };
      if (response.noisy) normalInto(noise, ofTurn, (firstIndex + at) / blockSize);
      for (let j = 0; j < block.length; j++) {
        const i = firstIndex + at + j;
        if (turnsOf(block[j], response) <= turn || gMinS[i] >= gMaxS[i]) continue;
        pulse.n = block[j];
        pulse.xi = noise[j];
        const next = step(conductanceS[i], i, pulse);
        conductanceS[i] = bounded ? Math.min(Math.max(next, gMinS[i]), gMaxS[i]) : next;
      }
    }
  }
}
