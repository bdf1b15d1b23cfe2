import { type Allocate, type DeviceModel, type DeviceState, noPulseNoise } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { normalInto, type RandomStream } from '../../base/random.js';
import { subDraws } from '../../base/sub-draws.js';
import { varied } from '../../base/varied.js';
import { exampleRange, group, numberField, optional } from '../fields.js';
import { type DeviceModelBlock, defaultScatter, defineDeviceModel } from '../model-definition.js';
import type { PulsedArrays } from '../pulsed-device.js';
import { oneSided } from './one-sided.js';
import { pulsedArrays } from './soft-bounds.js';

const sideExample = { model: 'soft-bounds', ...exampleRange, states: 100 };

type PairParameters = { readonly device: DeviceModelBlock } & OneSidedPairOptions;

export const oneSidedPairModel = defineDeviceModel({
  name: 'one-sided-pair',
  kind: 'pulses',
  summary: 'two devices that only rise, refreshed when one is full',
  source: 'Nandakumar et al. 2020, doi 10.3389/fnins.2020.00406',
  fields: {
    device: { kind: 'model' },
    refreshAt: optional(numberField(0, 1)),
    reset: group({ mean: numberField(0, 1), deviation: numberField(0, 10) }),
  },
  create({ device, ...options }: PairParameters, createModel) {
    const side = createModel(device);
    return oneSidedPair(oneSided(side, side.stepS), options);
  },
  example: { device: sideExample, refreshAt: 0.75 },
  scatter: { device: { ...sideExample, ...defaultScatter } },
});

export interface OneSidedPairOptions {
  /**
   * A pair is refreshed when either device has come this share of its range, in (0, 1]. Default
   * 0.75.
   */
  readonly refreshAt?: number;
  /**
   * Where a refresh leaves the lower device, as a share of the nominal range: mean and deviation.
   * Default 0.
   */
  readonly reset?: { readonly mean: number; readonly deviation: number };
}

/**
 * Two one-sided devices as one that moves both ways (Nandakumar et al. 2020, doi
 * 10.3389/fnins.2020.00406): pulses up raise `plus`, pulses down raise `minus`, and what is seen is
 * the middle of the range plus half of their difference, at least 0. A refresh resets both and
 * writes their difference back to one of them, which bounds what saturation takes; the difference
 * itself is kept. The model must keep conductanceS, gMinS and gMaxS, and conduct the same at any
 * time: what changes with time wraps the pair. Throws InputError.
 */
export function oneSidedPair(model: DeviceModel, options: OneSidedPairOptions = {}): DeviceModel {
  const { refreshAt = 0.75, reset = { mean: 0, deviation: 0 } } = options;
  checkNumber('oneSidedPair: refreshAt', refreshAt, { min: Number.MIN_VALUE, max: 1 });
  checkNumber('oneSidedPair: reset.mean', reset.mean, { min: 0, max: 1 });
  checkNumber('oneSidedPair: reset.deviation', reset.deviation, { min: 0 });
  const { oneSided: _, pulseResponse: __, conductanceGrid: ___, levelGrid: ____, ...rest } = model;
  if (model.conductanceAtInto) {
    const expected = 'expected the same at any time: wrap the pair instead';
    throw new InputError(`oneSidedPair: the conductance of ${model.name} changes with time, ${expected}`);
  }
  const { gMinS, gMaxS, leaveError, pulseNoise: { changeS, seenS } = noPulseNoise } = model;
  const middleS = (gMinS + gMaxS) / 2;
  return Object.freeze<DeviceModel>({
    ...rest,
    name: 'one-sided-pair',
    parameters: Object.freeze({ ...model.parameters, device: model.name, refreshAt, reset }),
    stepS: model.stepS / 2,
    // A pulse is one device's, errors that stay are both's; what is seen is half of the difference.
    pulseNoise: { changeS: changeS / 2, seenS: seenS / Math.SQRT2 },
    create(count, random, allocate) {
      const [plus, minus] = sideNames.map((side) =>
        createAtBottom(model, count, { random: random.stream(side), allocate }),
      );
      const lowS = varied(count, { random, allocate });
      const highS = varied(count, { random, allocate });
      const [p, m] = [pulsedArrays(plus), pulsedArrays(minus)];
      for (let i = 0; i < count; i++) {
        lowS[i] = Math.max(middleS + (p.gMinS[i] - m.gMaxS[i]) / 2, 0);
        highS[i] = middleS + (p.gMaxS[i] - m.gMinS[i]) / 2;
      }
      const named = [plus, minus].flatMap((side, s) =>
        Object.entries(side.arrays).map(([name, array]) => [`${sideNames[s]}/${name}`, array] as const),
      );
      return { count, arrays: { gMinS: lowS, gMaxS: highS, ...Object.fromEntries(named) } };
    },
    pulse(state, counts, { draw, ...place }) {
      const { plus, minus } = sidesOf(state);
      const { sub = 0 } = draw;
      model.pulse(
        plus,
        counts.map((n) => Math.max(n, 0)),
        { ...place, draw },
      );
      model.pulse(
        minus,
        counts.map((n) => Math.max(-n, 0)),
        { ...place, draw: { ...draw, sub: sub + subDraws.secondDevice } },
      );
      const { count, firstIndex } = place;
      const noise = new Float32Array(count);
      if (reset.deviation !== 0) normalInto(noise, { ...draw, sub: sub + subDraws.reset }, firstIndex / 16);
      for (let j = 0; j < count; j++) {
        const bottomS = Math.max(reset.mean + reset.deviation * noise[j], 0) * (gMaxS - gMinS);
        if (counts[j] !== 0) refresh(firstIndex + j, { plus, minus, bottomS });
      }
    },
    ...(leaveError && {
      leaveError(state, { draw, ...place }) {
        const { plus, minus } = sidesOf(state);
        leaveError(plus, { ...place, draw });
        const sub = (draw?.sub ?? 0) + subDraws.secondDevice;
        leaveError(minus, { ...place, draw: draw && { ...draw, sub } });
      },
    }),
    conductanceInto(out, state, firstIndex = 0) {
      const { plus, minus } = sidesOf(state);
      const other = new Float32Array(out.length);
      model.conductanceInto(out, plus, firstIndex);
      model.conductanceInto(other, minus, firstIndex);
      const { gMinS: lowS, gMaxS: highS } = state.arrays;
      for (let j = 0; j < out.length; j++) {
        const seenS = middleS + (out[j] - other[j]) / 2;
        out[j] = Math.min(Math.max(seenS, lowS[firstIndex + j]), highS[firstIndex + j]);
      }
      return out;
    },
  });

  function refresh(i: number, { plus, minus, bottomS }: Pair & { bottomS: number }): void {
    const [p, m] = [pulsedArrays(plus), pulsedArrays(minus)];
    const stuck = ({ gMinS: low, gMaxS: high }: PulsedArrays) => high[i] <= low[i];
    const full = ({ conductanceS, gMinS: low, gMaxS: high }: PulsedArrays) =>
      conductanceS[i] - low[i] >= refreshAt * (high[i] - low[i]);
    // A reset that one of them cannot follow would change the difference.
    if (stuck(p) || stuck(m) || !(full(p) || full(m))) return;
    const difference = p.conductanceS[i] - m.conductanceS[i];
    const clipped = ({ gMinS: low, gMaxS: high }: PulsedArrays, g: number) =>
      Math.min(Math.max(g, low[i]), high[i]);
    const bottom = Math.max(p.gMinS[i], m.gMinS[i]) + bottomS;
    p.conductanceS[i] = clipped(p, bottom + Math.max(difference, 0));
    m.conductanceS[i] = clipped(m, bottom + Math.max(-difference, 0));
  }
}

const sideNames = ['plus', 'minus'] as const;

interface Pair {
  readonly plus: DeviceState;
  readonly minus: DeviceState;
}

/** The two devices of each pair as states of their own, on the same arrays. */
function sidesOf({ count, arrays }: DeviceState): Pair {
  const side = (name: string): DeviceState => ({
    count,
    arrays: Object.fromEntries(
      Object.entries(arrays)
        .filter(([key]) => key.startsWith(`${name}/`))
        .map(([key, array]) => [key.slice(name.length + 1), array]),
    ),
  });
  return { plus: side('plus'), minus: side('minus') };
}

/** Devices at their own lower bounds: a one-sided device has its range ahead of it. */
function createAtBottom(
  model: DeviceModel,
  count: number,
  { random, allocate }: { random: RandomStream; allocate: Allocate | undefined },
): DeviceState {
  const state = model.create(count, random, allocate);
  const { conductanceS, gMinS, gMaxS } = state.arrays;
  if (!conductanceS || !gMinS || !gMaxS) {
    throw new InputError(`oneSidedPair needs per-device bounds, which ${model.name} does not keep`);
  }
  conductanceS.set(gMinS);
  return state;
}
