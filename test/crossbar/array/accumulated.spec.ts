import { describe, expect, it } from 'vitest';
import { constantStep } from '../../../devices/index.js';
import { createArray, distance, kernels, uniforms, weightsOf } from '../fixture.js';

// 100 pulses from bound to bound: a pair moves by 2 / 100 of the range, 0.02 in weight.
const device = constantStep({ gMinS: 0, gMaxS: 1e-4, states: 100 });
const pulse = 0.02;

describe('changes that are added up digitally', () => {
  const post = uniforms(5, 'post', [0.2, 1]);
  const pre = uniforms(7, 'pre', [0.2, 1]);

  it('are written where they exceed a pulse, and none is lost', () => {
    const array = createArray({ device, write: { scheme: 'accumulated', pulses: 31 } });
    const updates = 400;
    // At most 1e-3 an update: a twentieth of a pulse.
    for (let i = 0; i < updates; i++) {
      array.update({ post, pre, rows: 1, scale: 1e-3 });
      if (i === 9) expect(weightsOf(array).every((w) => Math.abs(w) < 1e-6)).toBe(true);
    }
    const wanted = Float64Array.from({ length: 35 }, (_, i) => 0.4 * post[Math.floor(i / 7)] * pre[i % 7]);
    expect(distance(weightsOf(array), wanted)).toBeLessThan(pulse * 1.01);
    const mean = weightsOf(array).reduce((sum, w, i) => sum + (wanted[i] - w) / 35, 0);
    // What is owed is somewhere between 0 and a pulse, on average half of one.
    expect(mean).toBeGreaterThan(0.2 * pulse);
    expect(mean).toBeLessThan(0.8 * pulse);
    // Rounding to nearest loses all of them.
    const rounded = createArray({ device, write: { scheme: 'deterministic', pulses: 31 } });
    for (let i = 0; i < updates; i++) rounded.update({ post, pre, rows: 1, scale: 1e-3 });
    expect(weightsOf(rounded).every((w) => Math.abs(w) < 1e-6)).toBe(true);
  });

  it('cost a pulse only when they are written, and steps back cancel before', () => {
    const array = createArray({ device, write: { scheme: 'accumulated', pulses: 31 } });
    for (let i = 0; i < 50; i++) array.update({ post, pre, rows: 1, scale: i % 2 ? -1e-2 : 1e-2 });
    expect(array.counters.pulsedDevices).toBe(0);
  });

  it('beyond the most pulses of an update wait for the next', () => {
    const array = createArray({ device, write: { scheme: 'accumulated', pulses: 2 } });
    array.update({
      post: kernels.float32(5).fill(1),
      pre: kernels.float32(7).fill(1),
      rows: 1,
      scale: 5.5 * pulse,
    });
    expect(distance(weightsOf(array), Array(35).fill(2 * pulse))).toBeLessThan(1e-6);
    const nothing = { post, pre, rows: 1, scale: 0 };
    // A panel that gets nothing is not looked at: an update that touches it writes the rest.
    array.update({ ...nothing, scale: 1e-9 });
    array.update({ ...nothing, scale: 1e-9 });
    expect(distance(weightsOf(array), Array(35).fill(5 * pulse))).toBeLessThan(1e-5);
  });
});
