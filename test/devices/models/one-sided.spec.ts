import { expect, it } from 'vitest';
import { linearStep, oneSided, oneSidedPair, softBounds, withDrift } from '../../../devices/index.js';
import { conductances, devicesOf, moments, pulseAll, scale } from './curve.js';

const single = oneSided(linearStep({ ...scale, step: 0.02, cycleNoise: 0.2 }), 0.2e-6);

it('a one-sided device ignores pulses down', () => {
  const state = devicesOf(single, 32, 20e-6);
  pulseAll(single, state, -5);
  expect(new Set(conductances(single, state))).toEqual(new Set([Math.fround(20e-6)]));
  pulseAll(single, state, 5);
  expect(Math.min(...conductances(single, state))).toBeGreaterThan(20e-6);
});

it('a pair moves both ways from the middle, half a step at a time', () => {
  const pair = oneSidedPair(single);
  expect(pair.oneSided).toBeUndefined();
  const state = devicesOf(pair, 1000);
  expect(conductances(pair, state)[0]).toBeCloseTo(20e-6, 10);
  pulseAll(pair, state, 10);
  expect(moments(conductances(pair, state)).mean).toBeCloseTo(20e-6 + 10 * pair.stepS, 7);
  pulseAll(pair, state, -20, 1);
  expect(moments(conductances(pair, state)).mean).toBeCloseTo(20e-6 - 10 * pair.stepS, 7);
});

it.each([1, -1])('a refresh keeps the difference, either way (%d), and makes room', (sign) => {
  const pair = oneSidedPair(oneSided(softBounds({ gMinS: 10e-6, gMaxS: 30e-6, states: 50 }), 0.4e-6));
  const state = devicesOf(pair, 1);
  const side = (name: string) => state.arrays[`${name}/conductanceS`]![0];
  let refreshed = 0;
  for (let i = 0; i < 400; i++) {
    const [low, seen] = [Math.min(side('plus'), side('minus')), conductances(pair, state)[0]];
    pulseAll(pair, state, i % 5 < 3 ? sign : -sign, i);
    // No more than the pulse that led to it.
    expect(Math.abs(conductances(pair, state)[0] - seen)).toBeLessThan(pair.stepS * 2.1);
    if (Math.min(side('plus'), side('minus')) < low) refreshed++;
  }
  expect(refreshed).toBeGreaterThan(3);
  expect(Math.max(side('plus'), side('minus'))).toBeLessThan(26e-6);
});

it('the two devices of a pair differ', () => {
  const varied = oneSided(linearStep({ ...scale, step: 0.02, deviceVariation: { step: 0.3 } }), 0.2e-6);
  const { arrays } = devicesOf(oneSidedPair(varied), 100);
  expect(arrays['plus/stepUpS']).not.toEqual(arrays['minus/stepUpS']);
});

it('a pair takes no devices whose conductance changes with time, which it would not show', () => {
  const drifting = withDrift(single, { referenceSec: 1, exponent: 0.05 });
  expect(() => oneSidedPair(drifting)).toThrow(
    /oneSidedPair: the conductance of linear-step changes with time, .* wrap the pair instead/,
  );
});
