import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integrate } from '../../../devices/models/ode/integrate.js';
import { linearIonDrift, type WindowChoice } from '../../../devices/models/ode/linear-ion-drift.js';
import { publishedOdeDevices } from '../../../devices/models/ode/published.js';
import { stanfordPku } from '../../../devices/models/ode/stanford-pku.js';
import { vteam } from '../../../devices/models/ode/vteam.js';
import { biolekWindow, joglekarWindow, prodromakisWindow } from '../../../devices/models/ode/windows.js';
import { yakopcic } from '../../../devices/models/ode/yakopcic.js';

const hp = { rOnOhm: 100, rOffOhm: 16e3, thicknessM: 1e-8, mobilityM2PerVSec: 1e-14 };
/** mobility rOn / D^2, per coulomb. */
const perCoulomb = 1e4;
const drift = (window: WindowChoice, xStart = 0.2) => linearIonDrift({ ...hp, window, xStart });

/** The state after a constant current, the voltage following the resistance. */
function underCurrent(window: WindowChoice, currentA: number, { xStart = 0.2, sec = 0.1 } = {}) {
  const { rate, xMin, xMax } = drift(window);
  const voltageV = (x: number) => currentA * (hp.rOnOhm * x + hp.rOffOhm * (1 - x));
  const equation = { xMin, xMax, rate: (_: number, x: number) => rate(voltageV(x), x) };
  return integrate(equation, xStart, { fromSec: 0, toSec: sec, tolerance: 1e-11 }).x;
}

describe('linear ion drift, closed forms', () => {
  const currents = fc.double({ min: -6e-4, max: 6e-4, noNaN: true });

  it('no window, constant current: x = x0 + k q up to the hard stops', () => {
    fc.assert(
      fc.property(currents, (i) => {
        const exact = Math.min(Math.max(0.2 + perCoulomb * i * 0.1, 0), 1);
        expect(underCurrent({ kind: 'rectangular' }, i)).toBeCloseTo(exact, 9);
      }),
      { seed: 1 },
    );
  });

  it('Joglekar p = 1, constant current: logistic, x / (1 - x) = x0 / (1 - x0) e^(4 k q)', () => {
    fc.assert(
      fc.property(currents, (i) => {
        const odds = 0.25 * Math.exp(4 * perCoulomb * i * 0.1);
        expect(underCurrent({ kind: 'joglekar', p: 1 }, i)).toBeCloseTo(odds / (1 + odds), 9);
      }),
      { seed: 1 },
    );
  });

  it('Biolek p = 1, constant current: tanh upward, 1 - tanh downward', () => {
    const kq = perCoulomb * 5e-4 * 0.1;
    expect(underCurrent({ kind: 'biolek', p: 1 }, 5e-4)).toBeCloseTo(Math.tanh(Math.atanh(0.2) + kq), 9);
    expect(underCurrent({ kind: 'biolek', p: 1 }, -5e-4)).toBeCloseTo(1 - Math.tanh(Math.atanh(0.8) + kq), 9);
  });

  it('Prodromakis p = 1 is Joglekar at a quarter of the speed', () => {
    const i = 3e-4;
    const quarter = underCurrent({ kind: 'joglekar', p: 1 }, i / 4);
    expect(underCurrent({ kind: 'prodromakis', p: 1 }, i)).toBeCloseTo(quarter, 9);
  });

  it('any voltage: rOff x - (rOff - rOn) x^2 / 2 = k flux', () => {
    const [amplitudeV, rad] = [0.4, 2 * Math.PI];
    const { x, timeSec } = drift({ kind: 'rectangular' }).simulate({
      voltageV: (t) => amplitudeV * Math.sin(rad * t),
      durationSec: 1,
      intervals: 50,
    });
    const potential = (at: number) => hp.rOffOhm * at - ((hp.rOffOhm - hp.rOnOhm) * at * at) / 2;
    x.forEach((at, k) => {
      const flux = (amplitudeV / rad) * (1 - Math.cos(rad * timeSec[k]));
      expect(potential(at) - potential(0.2)).toBeCloseTo(perCoulomb * flux, 2);
    });
  });
});

describe('windows, as their papers plot them', () => {
  it('Joglekar: 0 at both ends, 1 in the middle, symmetric, wider for larger p', () => {
    const [one, ten] = [joglekarWindow(1), joglekarWindow(10)];
    for (const f of [one, ten]) expect([f(0, 1), f(0.5, 1), f(1, 1)]).toEqual([0, 1, 0]);
    expect(one(0.3, 1)).toBeCloseTo(one(0.7, 1), 15);
    expect(ten(0.1, 1)).toBeGreaterThan(one(0.1, 1));
  });
  it('Biolek: 0 only at the end that the current drives to', () => {
    const f = biolekWindow(2);
    expect([f(0, 1), f(1, 1), f(0, -1), f(1, -1)]).toEqual([1, 0, 0, 1]);
  });
  it('Prodromakis: 0 at both ends, j (1 - 0.75^p) in the middle', () => {
    const f = prodromakisWindow(10, 1.2);
    expect([f(0, 1), f(1, 1)]).toEqual([0, 0]);
    expect(f(0.5, 1)).toBeCloseTo(1.2 * (1 - 0.75 ** 10), 12);
  });
});

describe('values worked by hand', () => {
  const { device: team } = publishedOdeDevices.find(({ name }) => name === 'vteam')!;
  it('VTEAM', () => {
    expect(team.rate(0.06, 1e-9)).toBeCloseTo(5e-4 * 2, 12);
    expect(team.rate(-0.4, 1e-9)).toBeCloseTo(-10, 12);
    expect([team.rate(0.02, 1e-9), team.rate(-0.2, 1e-9)]).toEqual([0, 0]);
    expect(team.currentA(1, 1.5e-9)).toBeCloseTo(1 / 525, 12);
    const exponential = vteam({ ...team.parameters, resistance: 'exponential' } as never);
    expect(exponential.currentA(1, 1.5e-9)).toBeCloseTo(1 / Math.sqrt(50 * 1000), 12);
  });
  it('Yakopcic', () => {
    const { device } = publishedOdeDevices.find(({ name }) => name === 'yakopcic-oblea')!;
    expect(device.currentA(0.25, 0.5)).toBeCloseTo(0.17 * 0.5 * Math.sinh(0.0125), 12);
    expect(device.rate(0.25, 0.11)).toBeCloseTo(4000 * (Math.exp(0.25) - Math.exp(0.16)), 9);
    const slowed = Math.exp(-0.35) * (1 - 0.35 / 0.7);
    expect(device.rate(0.25, 0.65)).toBeCloseTo(4000 * (Math.exp(0.25) - Math.exp(0.16)) * slowed, 9);
    expect(device.rate(-0.25, 0.25)).toBeCloseTo(
      -4000 * (Math.exp(0.25) - Math.exp(0.15)) * Math.exp(-1.25) * 0.5,
      9,
    );
    expect([device.rate(0.16, 0.5), device.rate(-0.15, 0.5)]).toEqual([0, 0]);
  });
  it('Stanford-PKU', () => {
    const { device } = publishedOdeDevices.find(({ name }) => name === 'stanford-pku')!;
    expect(device.currentA(0.25, 0.25e-9)).toBeCloseTo(1e-3 * Math.exp(-1) * Math.sinh(1), 12);
    // Below 1.4e9 V/m nothing moves: at a gap of 1 nm, gamma = 15.2, below 1.1053 V.
    expect(device.rate(1.1, 1e-9)).toBe(0);
    const currentA = 1e-3 * Math.exp(-4) * Math.sinh(4.8);
    const thermal = 8.617333262e-5 * (298 + 1.2 * currentA * 2100);
    const speed = 10 * Math.exp(-0.6 / thermal) * Math.sinh((15.2 * (0.25 / 12) * 1.2) / thermal);
    expect(device.rate(1.2, 1e-9) / -speed).toBeCloseTo(1, 8);
    expect(device.rate(-1.2, 1e-9) / speed).toBeCloseTo(1, 8);
    expect(Number.isFinite(device.rate(50, 0.2e-9))).toBe(true);
  });
});

describe('wrong parameters are named', () => {
  const { parameters: stanford } = publishedOdeDevices.find(({ name }) => name === 'stanford-pku')!.device;
  const { parameters: oblea } = publishedOdeDevices.find(({ name }) => name === 'yakopcic-oblea')!.device;
  it.each([
    [
      () => linearIonDrift({ ...hp, rOnOhm: 2e4 }),
      /rOnOhm must be below rOffOhm \(got rOnOhm=20000, rOffOhm=16000/,
    ],
    [() => linearIonDrift({ ...hp, thicknessM: Number.NaN }), /linearIonDrift: thicknessM .* \(got NaN\)/],
    [() => drift({ kind: 'joglekar', p: 0.5 }), /joglekarWindow: p must be a whole number .* \(got 0.5\)/],
    [() => drift({ kind: 'hann' } as never), /window.kind must be rectangular, .* \(got hann\)/],
    [() => drift({ kind: 'rectangular' }, 2), /linear-ion-drift: xStart .* \[0, 1\] \(got 2\)/],
    [() => yakopcic({ ...oblea, xP: 1 } as never), /yakopcic: xP .* \(got 1\)/],
    [() => stanfordPku({ ...stanford, gapMinM: 2e-9 } as never), /gapMinM must be below gapMaxM/],
    [
      () => drift({ kind: 'rectangular' }).simulate({ voltageV: () => 1, durationSec: 0 }),
      /durationSec .* \(got 0\)/,
    ],
    [
      () => drift({ kind: 'rectangular' }).simulate({ voltageV: () => 1, durationSec: 1, tolerance: 1 }),
      /tolerance .* \(got 1\)/,
    ],
  ])('%#', (make, message) => expect(make).toThrow(message));
});
