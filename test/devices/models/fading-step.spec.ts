import { expect, it } from 'vitest';
import { createDeviceModel, createRandom } from '../../../devices/index.js';

const range = { gMinS: 1e-6, gMaxS: 2e-5 };

/** The conductance after pulses from a bound, one device. */
function after(pulses: number, beta: number): number {
  const model = createDeviceModel({
    model: 'fading-step',
    ...range,
    states: 50,
    betaUp: beta,
    betaDown: beta,
  });
  const state = model.create(1, createRandom(1));
  state.arrays.conductanceS[0] = pulses > 0 ? range.gMinS : range.gMaxS;
  model.pulse(state, Int32Array.of(pulses), {
    count: 1,
    firstIndex: 0,
    draw: { random: createRandom(2), step: 0 },
  });
  return model.conductanceInto(new Float32Array(1), state)[0];
}

it.each([0, 1, 5])('follows its equation pulse by pulse, beta %d', (beta) => {
  const { gMinS, gMaxS } = range;
  const stepS = (gMaxS - gMinS) / 50;
  let g = gMinS;
  for (let pulse = 1; pulse <= 30; pulse++) {
    g += stepS * Math.exp(beta * (0.5 - (g - gMinS) / (gMaxS - gMinS)));
    // 30 roundings of 2^-24 of gMaxS each.
    expect(Math.abs(after(pulse, beta) - g)).toBeLessThan(60 * 2 ** -24 * gMaxS);
    expect(Math.abs(after(-pulse, beta) - (gMaxS + gMinS - g))).toBeLessThan(60 * 2 ** -24 * gMaxS);
  }
});
