import type { CurrentVoltage, DeviceModel, DeviceState } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { integrate } from './integrate.js';
import type { OdeDevice } from './ode-device.js';

/** A rectangular voltage pulse. */
export interface VoltagePulse {
  readonly voltageV: number;
  readonly durationSec: number;
}

export interface OdePulsesOptions {
  /** The pulse that raises the conductance, and the one that lowers it. */
  readonly up: VoltagePulse;
  readonly down: VoltagePulse;
  /** G = I(V, x) / V at this voltage, > 0. */
  readonly readVoltageV: number;
  /** As in `OdeDevice.simulate`, 1e-8 by default. */
  readonly tolerance?: number;
}

/**
 * An ODE device under identical pulses, with an ideal rest between them. State: x as a share of its
 * range, in single precision, so a pulse must move x by more than 6e-8 of it. Needs I = g(x) f(V),
 * g monotone. Deterministic: variation and noise come from wrappers. A pulse costs one integration
 * a device, equal neighbours sharing it. Throws InputError, also where `up` does not raise the
 * conductance or `down` does not lower it; so does a pulse, then or later, that cannot be
 * integrated.
 */
export function odePulses(device: OdeDevice, options: OdePulsesOptions): DeviceModel {
  const { up, down, readVoltageV, tolerance = 1e-8 } = options;
  const { name, xMin, xMax } = device;
  checkNumber(`${name}: readVoltageV`, readVoltageV, { min: Number.MIN_VALUE });
  checkNumber(`${name}: tolerance`, tolerance, { min: 1e-14, max: 0.1 });
  for (const [side, { voltageV, durationSec }] of Object.entries({ up, down })) {
    checkNumber(`${name}: ${side}.voltageV`, voltageV);
    checkNumber(`${name}: ${side}.durationSec`, durationSec, { min: Number.MIN_VALUE });
  }
  const currentVoltage = currentVoltageOf(device, readVoltageV);
  const conductanceS = (share: number) =>
    device.currentA(readVoltageV, xMin + share * (xMax - xMin)) / readVoltageV;
  const moved = (share: number, count: number) => {
    const { voltageV, durationSec } = count > 0 ? up : down;
    const rate = (_: number, x: number) => device.rate(voltageV, x);
    const toSec = Math.abs(count) * durationSec;
    const run = integrate({ rate, xMin, xMax }, xMin + share * (xMax - xMin), {
      fromSec: 0,
      toSec,
      tolerance,
    });
    if (run.status === 'completed') return (run.x - xMin) / (xMax - xMin);
    throw new InputError(`${name}: ${count} pulses of ${voltageV} V from x = ${share} ended ${run.status}`);
  };

  const [gMinS, gMaxS] = [conductanceS(0), conductanceS(1)].sort((a, b) => a - b);
  const middle = middleShare(conductanceS);
  const raisedS = conductanceS(moved(middle, 1)) - conductanceS(middle);
  const loweredS = conductanceS(middle) - conductanceS(moved(middle, -1));
  checkNumber(`${name}: change of conductance by the up pulse`, raisedS, { min: Number.MIN_VALUE });
  checkNumber(`${name}: fall of conductance by the down pulse`, loweredS, { min: Number.MIN_VALUE });
  const sharesOf = (state: DeviceState) => state.arrays.x;
  return Object.freeze<DeviceModel>({
    name,
    parameters: Object.freeze({ ...device.parameters, ...options, tolerance }),
    gMinS,
    gMaxS,
    stepS: (raisedS + loweredS) / 2,
    readNoise: 0,
    currentVoltage,
    create: (count, _random, allocate = (length) => new Float32Array(length)) => ({
      count,
      arrays: { x: allocate(count).fill(middle) },
    }),
    pulse(state, counts, { count, firstIndex }) {
      const shares = sharesOf(state).subarray(firstIndex, firstIndex + count);
      let [from, pulses, to] = [Number.NaN, 0, 0];
      for (let i = 0; i < count; i++) {
        if (counts[i] === 0) continue;
        if (shares[i] !== from || counts[i] !== pulses) {
          [from, pulses] = [shares[i], counts[i]];
          to = moved(from, pulses);
        }
        shares[i] = to;
      }
    },
    conductanceInto(out, state, firstIndex = 0) {
      const shares = sharesOf(state);
      for (let i = 0; i < out.length; i++) out[i] = conductanceS(shares[firstIndex + i]);
      return out;
    },
  });
}

/** The share of the range whose conductance is the mean of the bounds', by bisection. */
function middleShare(conductanceS: (share: number) => number): number {
  const targetS = (conductanceS(0) + conductanceS(1)) / 2;
  let [low, high] = conductanceS(0) < conductanceS(1) ? [0, 1] : [1, 0];
  for (let i = 0; i < 60; i++) {
    const share = (low + high) / 2;
    if (conductanceS(share) < targetS) low = share;
    else high = share;
  }
  return (low + high) / 2;
}

/**
 * f of I = G f(V), equal to V at the read voltage. Throws InputError where the current is no such
 * product.
 */
function currentVoltageOf({ name, currentA, xMin, xMax }: OdeDevice, readVoltageV: number): CurrentVoltage {
  const driveAt = (share: number) => {
    const x = xMin + share * (xMax - xMin);
    return (v: number) => (readVoltageV * currentA(v, x)) / currentA(readVoltageV, x);
  };
  const [drive, ...others] = [0.5, 0.1, 0.9].map(driveAt);
  const probes = [-1, -0.5, 0.5, 2].map((factor) => factor * readVoltageV);
  const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.abs(b);
  if (!others.every((other) => probes.every((v) => near(other(v), drive(v))))) {
    throw new InputError(`${name}: the current must be a product g(x) f(V) to be read as a conductance`);
  }
  const linear = probes.every((v) => near(drive(v), v));
  return Object.freeze({
    name: linear ? 'linear' : name,
    drive: linear ? (v: number) => v : drive,
    odd: probes.every((v) => near(drive(-v), -drive(v))),
  });
}
