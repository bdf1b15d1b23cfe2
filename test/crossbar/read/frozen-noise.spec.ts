import { describe, expect, it } from 'vitest';
import { withReadNoise } from '../../../devices/index.js';
import { createArray, distance, idealDevice, product, read, uniforms, weightsOf } from '../fixture.js';

const device = withReadNoise(idealDevice, 0.1);
const matrix = uniforms(35, 'matrix', [-0.8, 0.8]);

function createHeld(noise: 'held' | 'fresh' = 'held') {
  const array = createArray({ device, noise });
  array.program(matrix);
  array.drawNoise();
  return array;
}

describe('read noise that is held', () => {
  const x = uniforms(7, 'x');

  it('stands still until it is drawn anew', () => {
    const array = createHeld();
    const first = read(array, x);
    expect(read(array, x)).toEqual(first);
    array.drawNoise();
    expect(distance(read(array, x), first)).toBeGreaterThan(1e-3);
    expect(read(createHeld('fresh'), x)).not.toEqual(first);
  });

  it('is one perturbed matrix, the same for all images and in both directions', () => {
    const array = createHeld();
    const seen = new Float32Array(35);
    for (let col = 0; col < 7; col++) {
      const unit = new Float32Array(7);
      unit[col] = 1;
      read(array, unit).forEach((y, row) => {
        seen[row * 7 + col] = y;
      });
    }
    expect(distance(seen, weightsOf(array))).toBeGreaterThan(0.01);
    const [pre, post] = [uniforms(21, 'pre'), uniforms(15, 'post')];
    // Converters of 24 bits over +-64: 8e-6 a conversion.
    expect(distance(read(array, pre, { batch: 3 }), product(array, seen, { x: pre, batch: 3 }))).toBeLessThan(
      1e-4,
    );
    const back = product(array, seen, { x: post, batch: 3, transposed: true });
    expect(distance(read(array, post, { batch: 3, backward: true }), back)).toBeLessThan(1e-4);
  });

  it('has the variance of fresh noise, draw by draw', () => {
    const spreadOf = (noise: 'held' | 'fresh') => {
      const array = createHeld(noise);
      const draws = 600;
      const [sum, squares] = [new Float64Array(5), new Float64Array(5)];
      for (let i = 0; i < draws; i++) {
        array.drawNoise();
        read(array, x).forEach((y, row) => {
          sum[row] += y / draws;
          squares[row] += y ** 2 / draws;
        });
      }
      return squares.map((square, row) => Math.sqrt(square - sum[row] ** 2));
    };
    const [held, fresh] = [spreadOf('held'), spreadOf('fresh')];
    // Each deviation is off by 1 / sqrt(2 x 600) = 2.9 % of itself, the ratio of two by 4.1 %.
    held.forEach((sigma, row) => {
      expect(Math.abs(sigma / fresh[row] - 1)).toBeLessThan(5 * 0.041);
    });
  });

  it('follows updates at the next draw', () => {
    const array = createHeld();
    array.update({ post: uniforms(5, 'post'), pre: x, rows: 1, scale: 0.3 });
    const before = read(array, x);
    array.drawNoise();
    expect(distance(read(array, x), before)).toBeGreaterThan(0.05);
  });

  it.each([{ driverOhm: 10 }, { senseOhm: 10 }, { backwardEnds: 'far' as const }])(
    'refuses ports that make two maps of the two directions: %j',
    (ports) => {
      const lines = { wordLineOhm: 2, bitLineOhm: 2, solveEvery: 0, updateEvery: 1 };
      const create = (more: object, model = device) =>
        createArray({ device: model, noise: 'held', wires: { ...lines, ...more } });
      expect(() => create(ports)).toThrow('noise held needs');
      expect(() => create({ driverOhm: 10, senseOhm: 10 })).not.toThrow();
      expect(() => create(ports, idealDevice)).not.toThrow();
    },
  );
});
