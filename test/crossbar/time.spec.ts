import { describe, expect, it } from 'vitest';
import { withDrift, withGrowingReadNoise, withTelegraphNoise } from '../../devices/index.js';
import { createArray, distance, idealDevice, read, uniforms, weightsOf } from './fixture.js';

const drifting = withDrift(idealDevice, { referenceSec: 20, exponent: 0.1 });
const programmed = (options = {}) => {
  const array = createArray({ device: drifting, ...options });
  array.program(uniforms(35, 'w'));
  return array;
};
/** Raises w[0] by 0.1: one word line and one pair. */
const raiseFirst = (array: ReturnType<typeof createArray>) => {
  const [post, pre] = [uniforms(5, 'post', [0, 0]), uniforms(7, 'pre', [0, 0])];
  post[0] = 1;
  pre[0] = 1;
  array.update({ post, pre, rows: 1, scale: 0.1 });
};
const factor = (timeSec: number) => ((timeSec + 20) / 20) ** -0.1;

describe('the clock of an array', () => {
  it.each([{}, { wires: { wordLineOhm: 0, bitLineOhm: 0, solveEvery: 0, updateEvery: 1 } }])(
    'lets all weights drift by the power law, in both directions (%o)',
    (options) => {
      const array = programmed(options);
      const [x, y] = [uniforms(7, 'x'), uniforms(5, 'y')];
      const before = [read(array, x).slice(), read(array, y, { backward: true }).slice()];
      array.setTime(3600);
      const after = [read(array, x), read(array, y, { backward: true })];
      before.forEach((out, way) => {
        expect(
          distance(
            after[way],
            out.map((v) => v * factor(3600)),
          ),
        ).toBeLessThan(2e-5);
      });
    },
  );

  it('starts anew for a device that is written', () => {
    const array = programmed();
    array.setTime(3600);
    const drifted = weightsOf(array);
    // What is raised at 3600 s is new at 3600 s.
    raiseFirst(array);
    const written = weightsOf(array);
    expect(written[0]).toBeCloseTo(uniforms(35, 'w')[0] + 0.1, 4);
    expect([...written.slice(1)]).toEqual([...drifted.slice(1)]);
    array.setTime(7200);
    expect(weightsOf(array)[0] / written[0]).toBeCloseTo(factor(3600), 4);
    expect(weightsOf(array)[1] / uniforms(35, 'w')[1]).toBeCloseTo(factor(7200), 4);
  });

  it('leaves devices without a clock alone and never runs back', () => {
    const array = createArray();
    array.program(uniforms(35, 'w'));
    const before = weightsOf(array);
    array.setTime(1e6);
    expect(weightsOf(array)).toEqual(before);
    expect(() => array.setTime(10)).toThrow(
      'timeSec must be a finite number in [1000000, Infinity] (got 10)',
    );
  });

  it('shows noise that grows with time, one draw a look', () => {
    const device = withGrowingReadNoise(idealDevice, { strength: 0.02, readSec: 1e-6 });
    const array = createArray({ device });
    array.program(uniforms(35, 'w'));
    const looks = [1, 10].map((timeSec) => {
      array.setTime(timeSec);
      return weightsOf(array);
    });
    expect(looks[0]).not.toEqual(looks[1]);
  });

  it.each([
    withGrowingReadNoise(idealDevice, { strength: 0.02, readSec: 1e-6 }),
    withTelegraphNoise(idealDevice, { amplitude: 0.5, captureSec: 1, emissionSec: 1 }),
  ])('leaves the devices beside those that are written as they are seen by then', (device) => {
    const array = createArray({ device });
    array.program(uniforms(35, 'w'));
    array.setTime(10);
    const seen = weightsOf(array);
    raiseFirst(array);
    expect(weightsOf(array)[0]).not.toBe(seen[0]);
    expect([...weightsOf(array).slice(1)]).toEqual([...seen.slice(1)]);
  });
});
