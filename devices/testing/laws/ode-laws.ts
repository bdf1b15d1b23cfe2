import fc from 'fast-check';
import { integrate } from '../../models/ode/integrate.js';
import type { OdeDevice, SimulateOptions } from '../../models/ode/ode-device.js';
import { defineLaw, type LawOptions } from './law.js';

export interface OdeLawOptions extends LawOptions {
  /** Largest voltage that the device is driven by, 1 V by default. */
  readonly maxVoltageV?: number;
  /** Longest drive, 1 ms by default; the laws try down to a millionth of it. */
  readonly maxDurationSec?: number;
}

interface Drive {
  readonly amplitudeV: number;
  readonly durationSec: number;
  /** Periods of the sine. */
  readonly periods: number;
  /** Where it starts, as a share of the range of the state. */
  readonly start: number;
}

function sineDrives(
  _: OdeDevice,
  { maxVoltageV = 1, maxDurationSec = 1e-3 }: OdeLawOptions,
): fc.Arbitrary<Drive> {
  return fc
    .record({
      amplitudeV: fc.double({ min: maxVoltageV / 100, max: maxVoltageV, noNaN: true }),
      decades: fc.double({ min: -6, max: 0, noNaN: true }),
      periods: fc.integer({ min: 1, max: 3 }),
      start: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    })
    .map(({ decades, ...drive }) => ({ ...drive, durationSec: maxDurationSec * 10 ** decades }));
}

const sine =
  ({ amplitudeV, durationSec, periods }: Drive) =>
  (timeSec: number) =>
    amplitudeV * Math.sin((2 * Math.PI * periods * timeSec) / durationSec);

function simulate(device: OdeDevice, drive: Drive, more: Partial<SimulateOptions> = {}) {
  const trace = device.simulate({
    voltageV: sine(drive),
    durationSec: drive.durationSec,
    intervals: 60,
    xStart: device.xMin + drive.start * (device.xMax - device.xMin),
    ...more,
  });
  if (trace.status === 'completed') return trace;
  throw new Error(`the simulation ended ${trace.status} after ${trace.timeSec.at(-1)} s`);
}

/** The state stays between its hard stops, and everything in the trace is finite. */
export const stateStaysInBounds = defineLaw({
  law: 'state-stays-in-bounds',
  statement: 'the state stays between its hard stops and the current finite',
  cases: sineDrives,
  check(device: OdeDevice, drive, _options: OdeLawOptions) {
    const { x, currentA, timeSec } = simulate(device, drive);
    const i = x.findIndex(
      (at, k) => !(at >= device.xMin && at <= device.xMax && Number.isFinite(currentA[k])),
    );
    if (i < 0) return;
    throw new Error(
      `at ${timeSec[i]} s: x = ${x[i]}, I = ${currentA[i]} A; expected x in ${device.xMin} to ${device.xMax}`,
    );
  },
});

/** V I >= 0 in every state. */
export const deviceIsPassive = defineLaw({
  law: 'device-is-passive',
  statement: 'the device never gives power',
  cases: sineDrives,
  check(device: OdeDevice, { amplitudeV, start }, _options: OdeLawOptions) {
    const x = device.xMin + start * (device.xMax - device.xMin);
    for (const voltageV of [amplitudeV, -amplitudeV]) {
      const currentA = device.currentA(voltageV, x);
      if (!(currentA * voltageV >= 0)) throw new Error(`${voltageV} V drives ${currentA} A at x = ${x}`);
    }
  },
});

/**
 * The first fingerprint of a memristor (Adhikari et al. 2013, doi 10.1109/TCSI.2013.2256171): no
 * current at V = 0.
 */
export const loopIsPinched = defineLaw({
  law: 'loop-is-pinched',
  statement: 'the current-voltage loop of a sine passes through the origin',
  cases: sineDrives,
  check(device: OdeDevice, drive, _options: OdeLawOptions) {
    const { voltageV, currentA, x } = simulate(device, drive);
    const largestA = currentA.reduce((most, i) => Math.max(most, Math.abs(i)), 0);
    for (let k = 0; k < x.length; k++) {
      const atZeroA = device.currentA(0, x[k]);
      if (Math.abs(atZeroA) > 1e-12 * largestA)
        throw new Error(`${atZeroA} A at 0 V in the state x = ${x[k]}`);
      // The sampled sine misses zero by rounding alone.
      if (Math.abs(voltageV[k]) < 1e-12 * drive.amplitudeV && Math.abs(currentA[k]) > 1e-9 * largestA) {
        throw new Error(`the loop passes 0 V with ${currentA[k]} A, expected 0`);
      }
    }
  },
});

/**
 * Each step's error is within the tolerance, so that the whole is within a multiple of their sum.
 */
export const toleranceIsHonoured = defineLaw({
  law: 'tolerance-is-honoured',
  statement:
    'the last state is that of the differential equation, within what the errors of the steps can add up to',
  cases: sineDrives,
  check(device: OdeDevice, drive, _options: OdeLawOptions) {
    const tolerance = 1e-8;
    const { x, voltageV, steps } = simulate(device, drive, { tolerance });
    const exact = solution(device, drive, x.length - 1);
    // Trajectories may part before they meet again; 100 covers the amplification of the devices in
    // use.
    const allowed = 100 * tolerance * Math.max(steps, voltageV.length);
    const error = Math.abs(x.at(-1)! - exact) / (device.xMax - device.xMin);
    if (error <= allowed) return;
    throw new Error(`the last state is off by ${error} of the range, expected at most ${allowed}`);
  },
});

/** The last state, from the device's own rate at a thousand times tighter tolerance. */
function solution(device: OdeDevice, drive: Drive, intervals: number): number {
  const { xMin, xMax } = device;
  const rate = (t: number, x: number) => device.rate(sine(drive)(t), x);
  let x = xMin + drive.start * (xMax - xMin);
  for (let i = 0; i < intervals; i++) {
    const at = (k: number) => (k / intervals) * drive.durationSec;
    x = integrate({ rate, xMin, xMax }, x, { fromSec: at(i), toSec: at(i + 1), tolerance: 1e-11 }).x;
  }
  return x;
}

/** Stopping and going on is the same as going through. */
export const simulationSplits = defineLaw({
  law: 'simulation-splits',
  statement: 'two halves of a drive, one after the other, end where the whole drive ends',
  cases: sineDrives,
  check(device: OdeDevice, drive, _options: OdeLawOptions) {
    const durationSec = drive.durationSec / 2;
    const whole = simulate(device, drive);
    const half = simulate(device, drive, { durationSec, intervals: 30 });
    const rest = simulate(device, drive, {
      durationSec,
      voltageV: (t) => sine(drive)(t + durationSec),
      intervals: 30,
      xStart: half.x.at(-1)!,
    });
    const apart = Math.abs(whole.x.at(-1)! - rest.x.at(-1)!) / (device.xMax - device.xMin);
    if (apart <= 1e-5) return;
    throw new Error(`halves end ${apart} of the range from the whole`);
  },
});
