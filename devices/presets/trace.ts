import type { DeviceModel, DeviceState } from '../base/device-model.js';
import { checkInteger } from '../base/errors.js';
import type { RandomStream } from '../base/random.js';
import { type WeightScale, weightScale } from '../models/weight-device.js';
import { valuesOf } from './constant.js';
import { createPreset } from './create-preset.js';
import { presetNamed } from './presets.js';

/** A published device's answer to pulses. */
export interface DeviceTrace {
  readonly model: string;
  /** Response after 0, 1, ... up pulses from the mean lower bound. */
  readonly up: readonly number[];
  /** After 0, 1, ... down pulses from the mean upper bound; null for a one-sided device. */
  readonly down: readonly number[] | null;
  /** Of up and down: the paper's weight, or siemens. */
  readonly unit: 'weight' | 'S';
  /** The same in siemens, with the nominal bounds. */
  readonly conductanceS: {
    readonly min: number;
    readonly max: number;
    readonly up: readonly number[];
    readonly down: readonly number[] | null;
  };
}

export interface TraceOptions {
  /** Pulses, >= 0; by default those that cross the range: see `presetPulses`. */
  readonly up?: number;
  readonly down?: number;
  readonly noiseless?: boolean;
  /** Device and noise are drawn from it; unused where `noiseless`. */
  readonly random: RandomStream;
}

/** Traces one device of a preset. Throws InputError. */
export function tracePreset(name: string, options: TraceOptions): DeviceTrace {
  const model = createPreset(name, { noiseless: options.noiseless ?? false });
  const pulses = presetPulses(name);
  const { up = pulses.up, down = pulses.down, noiseless = false, random } = options;
  checkInteger('trace: up', up, { max: 1_000_000 });
  checkInteger('trace: down', down, { max: 1_000_000 });
  const run = noiseless ? meanCurve : sampledCurve;
  const upS = run(model, { pulses: up, sign: 1, fromS: model.gMinS, random });
  const downS = model.oneSided ? null : run(model, { pulses: down, sign: -1, fromS: model.gMaxS, random });
  const scale = presetScale(name);
  const response = (curveS: readonly number[]) =>
    scale ? curveS.map((g) => (g - scale.zeroS) / scale.unitS) : curveS;
  return {
    model: model.name,
    up: response(upS),
    down: downS && response(downS),
    unit: scale ? 'weight' : 'S',
    conductanceS: { min: model.gMinS, max: model.gMaxS, up: upS, down: downS },
  };
}

/**
 * Pulses that a preset counts from bound to bound: the published number, or the range of weight
 * over the step at weight 0, for exponential steps in the middle of the range.
 */
export function presetPulses(name: string): { readonly up: number; readonly down: number } {
  const { model, parameters } = presetNamed(name);
  const { pulsesUp, pulsesDown, weightMin, weightMax, step } = valuesOf(parameters) as Record<string, number>;
  if (pulsesUp !== undefined) return { up: pulsesUp, down: pulsesDown };
  if (model !== 'exp-step') return both((weightMax - weightMin) / step);
  const { gMinS, gMaxS, stepS } = createPreset(name);
  return both((gMaxS - gMinS) / stepS);
}

/** The line from weight to conductance of a preset in units of weight; null for one in siemens. */
export function presetScale(name: string): WeightScale | null {
  const values = valuesOf(presetNamed(name).parameters) as Record<string, number>;
  return values.weightMax === undefined ? null : weightScale(values as never);
}

interface Curve {
  readonly pulses: number;
  readonly sign: 1 | -1;
  readonly fromS: number;
  readonly random: RandomStream;
}

/**
 * Device n of a packet gets n pulses at once, and the last one is where the next packet starts:
 * without noise all are one device, and equal steps, which a law takes at once, do not add up the
 * rounding of the state over thousands of pulses.
 */
function meanCurve(model: DeviceModel, { pulses, sign, fromS, random }: Curve): readonly number[] {
  const curve: number[] = [];
  for (let startS = fromS; ; startS = curve.pop()!) {
    const count = Math.min(packet, pulses - curve.length) + 1;
    const state = startedAt(model, { count, fromS: startS, random });
    const counts = Int32Array.from({ length: count }, (_, n) => sign * n);
    model.pulse(state, counts, { count, firstIndex: 0, draw: { random, step: 0 } });
    curve.push(...model.conductanceInto(new Float32Array(count), state));
    if (curve.length > pulses) return curve;
  }
}

const packet = 512;

/** One device, a pulse at a time. */
function sampledCurve(model: DeviceModel, { pulses, sign, fromS, random }: Curve): readonly number[] {
  const state = startedAt(model, { count: 1, fromS, random });
  const one = new Float32Array(1);
  const cycle = random.stream(sign > 0 ? 'up' : 'down');
  return Array.from({ length: pulses + 1 }, (_, n) => {
    const counts = Int32Array.of(n === 0 ? 0 : sign);
    model.pulse(state, counts, { count: 1, firstIndex: 0, draw: { random: cycle, step: n } });
    return model.conductanceInto(one, state)[0];
  });
}

/** Devices at the same conductance, less that of their reference. */
function startedAt(
  model: DeviceModel,
  { count, fromS, random }: { count: number; fromS: number; random: RandomStream },
): DeviceState {
  const state = model.create(count, random.stream('devices'));
  const { conductanceS, referenceS } = state.arrays;
  for (let i = 0; i < count; i++) conductanceS[i] = fromS - (referenceS ? referenceS[i] : 0);
  return state;
}

function both(pulses: number) {
  return { up: Math.round(pulses), down: Math.round(pulses) };
}
