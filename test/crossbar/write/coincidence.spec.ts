import { describe, expect, it } from 'vitest';
import { constantStep } from '../../../devices/index.js';
import { createArray, kernels, uniforms, weightsOf } from '../fixture.js';

/** One pulse on both devices of a pair moves a weight by 2 / states, weightMax 1. */
const coarse = constantStep({ gMinS: 1e-6, gMaxS: 1e-4, states: 100 });
const pulseWeight = 2 / 100;

describe('stochastic coincidence', () => {
  const write = { scheme: 'stochastic-coincidence', pulses: 31 } as const;
  const [post, pre] = [uniforms(10, 'post'), uniforms(14, 'pre')];
  post[3] = 0;
  pre[8] = 0;
  /**
   * Mean and mean square, over seeds, of what two rows of an outer product do to each weight, in
   * pulses.
   */
  const statistics = (scale: number, seeds: number) => {
    const [mean, square] = [new Float64Array(35), new Float64Array(35)];
    for (let seed = 1; seed <= seeds; seed++) {
      const array = createArray({ device: coarse, write, seed });
      const before = weightsOf(array);
      array.update({ post, pre, rows: 2, scale });
      weightsOf(array).forEach((w, i) => {
        const pulses = (w - before[i]) / pulseWeight;
        expect(Math.abs(pulses - Math.round(pulses))).toBeLessThan(1e-3);
        mean[i] += pulses / seeds;
        square[i] += pulses ** 2 / seeds;
      });
    }
    return { mean, square };
  };
  const wanted = (scale: number) =>
    Float64Array.from({ length: 35 }, (_, i) => {
      const [r, c] = [Math.floor(i / 7), i % 7];
      return (scale * (post[r] * pre[c] + post[5 + r] * pre[7 + c])) / pulseWeight;
    });

  it.each([0.004, -0.05, 0.3])('moves weights by the outer product in the mean (scale %d)', (scale) => {
    const seeds = 400;
    const { mean, square } = statistics(scale, seeds);
    wanted(scale).forEach((change, i) => {
      // 5 standard errors; 1e-3: a weight is kept in single precision.
      const deviation = Math.sqrt(Math.max(square[i] - mean[i] ** 2, 1 / seeds));
      expect(Math.abs(mean[i] - change)).toBeLessThan((5 * deviation) / Math.sqrt(seeds) + 1e-3);
    });
  });

  it('cuts a product that wants more pulses than there are slots', () => {
    const array = createArray({ device: coarse, write: { ...write, pulses: 5 } });
    const before = weightsOf(array);
    array.update({ ...flatProduct(), scale: 100 * pulseWeight });
    weightsOf(array).forEach((w, i) => void expect((w - before[i]) / pulseWeight).toBeCloseTo(5, 3));
  });

  it('keeps the mean of products whose own line is not driven to its limit', () => {
    const [seeds, slots, wanted] = [400, 5, 20];
    const [d, x] = [kernels.float32(5), kernels.float32(7)];
    d.set([1, slots / wanted, 0.1, -0.05, 0]);
    x.set([1, -0.7, 0.4, 0.2, 0.1, 0.05, 0]);
    const mean = new Float64Array(35);
    for (let seed = 1; seed <= seeds; seed++) {
      const array = createArray({ device: coarse, write: { ...write, pulses: slots }, seed });
      array.update({ post: d, pre: x, rows: 1, scale: wanted * pulseWeight });
      weightsOf(array).forEach((w, i) => {
        mean[i] += w / pulseWeight / seeds;
      });
    }
    mean.forEach((change, i) => {
      const [own, other] = [d[Math.floor(i / 7)], x[i % 7]];
      // The first line wants more pulses than there are slots, and is cut to them.
      const most = Math.sign(own) * Math.min(wanted * Math.abs(own), slots) * other;
      // 5 standard errors of a binomial count, of variance slots / 4 at most; a weight in single
      // precision.
      expect(Math.abs(change - most)).toBeLessThan(5 * Math.sqrt(slots / 4 / seeds) + 1e-3);
    });
  });

  it('leaves lines at zero alone and repeats with the seed', () => {
    const update = (seed: number) => {
      const array = createArray({ device: coarse, write, seed });
      array.update({ post: post.subarray(0, 5), pre: pre.subarray(0, 7), rows: 1, scale: 0.3 });
      return weightsOf(array);
    };
    const first = update(1);
    expect([...first.subarray(21, 28)]).toEqual(Array(7).fill(first[21]));
    expect(update(1)).toEqual(first);
    expect(update(2)).not.toEqual(first);
  });

  it('throws on more slots than a word has', () => {
    expect(() => createArray({ write: { ...write, pulses: 32 } })).toThrow('slots of stochastic-coincidence');
  });

  function flatProduct() {
    return { post: kernels.float32(5).fill(1), pre: kernels.float32(7).fill(1), rows: 1 };
  }
});
