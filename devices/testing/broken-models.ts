import type { DeviceModel, DeviceState } from '../base/device-model.js';
import { normalInto } from '../base/random.js';
import { constantStep } from '../models/pulse/constant-step.js';
import { replicate } from './replicas.js';

/** A model made to break a law, for a kit that is to be trusted must be seen to fail. */
export interface Broken<Subject> {
  readonly breaks: string;
  /** The mistake, as it is made in the field. */
  readonly mistake: string;
  readonly subject: Subject;
  /** The sound model without noise. */
  readonly noiseless?: DeviceModel;
}

const parameters = { gMinS: 1e-6, gMaxS: 1e-4, states: 100, deviceVariation: { step: 0.1 } };
const noiseless = constantStep(parameters);
const sound = constantStep({ ...parameters, cycleNoise: 0.3 });
const g = (state: DeviceState) => state.arrays.conductanceS;

/** The sound model with parts replaced. */
function wrong(breaks: string, mistake: string, parts: Partial<DeviceModel>): Broken<DeviceModel> {
  return { breaks, mistake, subject: { ...sound, name: `broken ${breaks}`, ...parts }, noiseless };
}

/** A pulse that adds what `change` says to each device, clipped. */
function moving(
  change: (at: { counts: Int32Array; i: number; gS: number; noise: Float32Array }) => number,
  noiseFrom = (options: Parameters<DeviceModel['pulse']>[2]) => options,
): DeviceModel['pulse'] {
  return (state, counts, given) => {
    const { draw, firstIndex, count } = noiseFrom(given);
    const noise = normalInto(new Float32Array(count), draw, firstIndex / 16);
    for (let i = 0; i < count; i++) {
      const at = given.firstIndex + i;
      const moved = g(state)[at] + change({ counts, i, gS: g(state)[at], noise });
      g(state)[at] = Math.min(Math.max(moved, sound.gMinS), sound.gMaxS);
    }
  };
}

const step = sound.stepS;
const noisyStep = ({ counts, i, noise }: { counts: Int32Array; i: number; noise: Float32Array }) =>
  step * (counts[i] + 0.3 * Math.sqrt(Math.abs(counts[i])) * noise[i]);
let calls = 0;

/** One model for each law of `deviceLaws`, at least. */
export const brokenModels: readonly Broken<DeviceModel>[] = Object.freeze([
  wrong('stays-in-bounds', 'the clip is forgotten', {
    pulse: (state, counts, { firstIndex, count }) => {
      for (let i = 0; i < count; i++) g(state)[firstIndex + i] += step * counts[i];
    },
  }),
  wrong('responds-monotonically', 'the step changes sign in the upper half', {
    pulse: moving((at) => noisyStep(at) * (at.gS > 7e-5 ? -1 : 1)),
  }),
  wrong('sets-then-reads', 'the read-out is mirrored', {
    conductanceInto: (out, state, firstIndex = 0) => {
      for (let i = 0; i < out.length; i++) out[i] = sound.gMinS + sound.gMaxS - g(state)[firstIndex + i];
      return out;
    },
  }),
  wrong('sets-then-reads', 'a read moves the state', {
    conductanceInto: (out, state, firstIndex = 0) => {
      for (let i = 0; i < out.length; i++) out[i] = g(state)[firstIndex + i] *= 0.999;
      return out;
    },
  }),
  wrong('balances-at-symmetry-point', 'the down step is smaller than declared', {
    pulse: moving((at) => noisyStep(at) * (at.counts[at.i] < 0 ? 0.8 : 1)),
  }),
  wrong('quantises-once', 'the grid starts half a level above the lower bound', {
    parameters: { ...sound.parameters, levels: 16 },
    conductanceInto: (out, state, firstIndex = 0) => {
      const spacing = (sound.gMaxS - sound.gMinS) / 15;
      for (let i = 0; i < out.length; i++) {
        const level = Math.floor((g(state)[firstIndex + i] - sound.gMinS) / spacing);
        out[i] = sound.gMinS + (Math.min(level, 14) + 0.5) * spacing;
      }
      return out;
    },
  }),
  wrong('noise-has-no-mean', 'the noise is rectified', {
    pulse: moving(({ counts, i, noise }) => counts[i] * step * (1 + 0.3 * Math.abs(noise[i]))),
  }),
  wrong('noise-has-declared-variance', 'the noise is twice the declared', {
    pulse: moving(({ counts, i, noise }) => counts[i] * step * (1 + 0.6 * noise[i])),
  }),
  wrong('cells-differ', 'one draw serves all cells', {
    pulse: moving(({ counts, i, noise }) => counts[i] * step * (1 + 0.3 * noise[0])),
  }),
  wrong('cells-differ', 'every cell is created from the same seed', {
    create: (count, random) => replicate(sound.create(1, random), 0, count),
  }),
  wrong('cells-differ', 'the noise repeats every sixteen cells', {
    pulse: moving(({ counts, i, noise }) => counts[i] * step * (1 + 0.3 * noise[i % 16])),
  }),
  wrong('same-seed-same-bits', 'the noise depends on how often it was drawn', {
    pulse: moving(noisyStep, (options) => ({ ...options, draw: { ...options.draw, step: calls++ } })),
  }),
  wrong('same-bits-in-parts', 'the noise is numbered from the start of each call', {
    pulse: moving(noisyStep, (options) => ({ ...options, firstIndex: 0 })),
  }),
  wrong('streams-are-independent', 'the step of the draw is ignored', {
    pulse: moving(noisyStep, (options) => ({ ...options, draw: { ...options.draw, step: 0 } })),
  }),
  wrong('drifts-one-way', 'the sign of the drift exponent is wrong', {
    conductanceAtInto: (out, state, { timeSec }) => {
      for (let i = 0; i < out.length; i++) out[i] = g(state)[i] * (1 + timeSec) ** 0.05;
      return out;
    },
  }),
  wrong('drift-splits', 'every read restarts the clock', {
    conductanceAtInto: (out, state, { timeSec }) => {
      for (let i = 0; i < out.length; i++) out[i] = g(state)[i] *= (1 + timeSec) ** -0.05;
      return out;
    },
  }),
  wrong('is-passive', 'the amplifier has an offset', {
    currentVoltage: { name: 'offset', drive: (voltageV) => voltageV + 0.01, odd: false },
  }),
]);
