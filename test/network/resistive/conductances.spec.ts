import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import { createRandom, normalInto, uniformInto } from '../../../devices/index.js';
import { createIdealConductances } from '../../../src/network/resistive/conductances.js';

describe('conductances to mirrored sources', () => {
  const kernels = createSimdKernels();

  it('law: give what they give to the sources one by one, few rows or many, after an update too', () => {
    const shape = fc.record({
      half: fc.integer({ min: 1, max: 40 }),
      post: fc.integer({ min: 1, max: 20 }),
      batch: fc.constantFrom(1, 4, 15, 16, 33),
    });
    fc.assert(
      fc.property(shape, fc.integer(), ({ half, post, batch }, seed) => {
        const [pre, random] = [2 * half, createRandom(seed)];
        const values = uniformInto(new Float32Array(post * pre), { random: random.stream('g'), step: 0 });
        const conductances = createIdealConductances(values, { pre, post, kernels, maxRows: batch });
        const x = normalInto(new Float32Array(batch * half), { random: random.stream('x'), step: 0 });
        const sources = kernels.float32(batch * pre);
        for (let i = 0; i < x.length; i++) {
          const at = Math.floor(i / half) * pre + (i % half);
          sources[at] = x[i];
          sources[at + half] = -x[i];
        }
        const [each, mirrored] = [kernels.float32(batch * post), kernels.float32(batch * post)];
        const expectAlike = () => {
          conductances.forwardInto(each, sources, batch);
          conductances.mirroredInto(mirrored, sources, batch);
          // Of n terms |x g| each sum is off by at most n 2^-24 of their sum, and the differences
          // by 2^-24 once more.
          const bound =
            (pre + 1) * 2 ** -23 * half * 2 * Math.max(...x.map(Math.abs)) * Math.max(...values, 1);
          each.forEach((value, i) => void expect(Math.abs(mirrored[i] - value)).toBeLessThanOrEqual(bound));
        };
        expectAlike();
        const filled = (length: number, value: number) => kernels.float32(length).fill(value);
        conductances.update({ post: filled(post, 0.1), pre: sources, rows: 1, scale: 1 });
        expectAlike();
      }),
    );
  });
});
