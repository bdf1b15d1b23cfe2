import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philoxInto } from '../../devices/base/philox.js';
import { createRandom, normalInto, permutation, uniformInto } from '../../devices/index.js';

const hex = (words: Uint32Array) => [...words].map((word) => word.toString(16).padStart(8, '0')).join(' ');
const philox = (counter: [number, number, number, number], key: [number, number]) =>
  hex(philoxInto(new Uint32Array(4), counter, key));

describe('Philox4x32-10', () => {
  // Known answers of the authors' Random123 distribution (kat_vectors, philox4x32 10).
  it('returns the published words', () => {
    const ones = 0xffffffff;
    expect(philox([0, 0, 0, 0], [0, 0])).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
    expect(philox([ones, ones, ones, ones], [ones, ones])).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd');
    expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toBe(
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    );
  });
});

describe('streams', () => {
  const n = 1 << 18;
  const draw = (name: string, step = 0) => ({ random: createRandom(1).stream(name), step });

  it('depend on seed, path and counters alone', () => {
    const first = uniformInto(new Float32Array(100), draw('a'));
    createRandom(1).stream('b');
    expect(uniformInto(new Float32Array(100), draw('a'))).toEqual(first);
    expect(uniformInto(new Float32Array(40), draw('a'))).toEqual(first.subarray(0, 40));
    expect(uniformInto(new Float32Array(68), draw('a'), 2)).toEqual(first.subarray(32));
    expect(uniformInto(new Float32Array(100), draw('b'))).not.toEqual(first);
    expect(uniformInto(new Float32Array(100), draw('a', 1))).not.toEqual(first);
  });

  it('give uniforms and normals of the right moments', () => {
    const uniform = uniformInto(new Float32Array(n), draw('u'));
    const normal = normalInto(new Float32Array(n), draw('n'));
    const mean = (f: (x: number) => number, of: Float32Array) => of.reduce((sum, x) => sum + f(x), 0) / n;
    // 5 standard errors: sqrt(Var f(x) / n) with Var u = 1/12, Var z = 1, Var z^2 = 2, Var z^4 =
    // 96.
    const se = (variance: number) => 5 * Math.sqrt(variance / n);
    expect(Math.abs(mean((x) => x, uniform) - 0.5)).toBeLessThan(se(1 / 12));
    expect(Math.abs(mean((x) => x, normal))).toBeLessThan(se(1));
    expect(Math.abs(mean((x) => x ** 2, normal) - 1)).toBeLessThan(se(2));
    expect(Math.abs(mean((x) => x ** 4, normal) - 3)).toBeLessThan(se(96));
    const tail = mean((x) => (Math.abs(x) > 3 ? 1 : 0), normal);
    expect(Math.abs(tail - 2.6998e-3)).toBeLessThan(se(2.6998e-3));
  });

  it('are uncorrelated between names, steps and neighbours', () => {
    const pairs = [
      [draw('a'), draw('b')],
      [draw('a'), draw('a', 1)],
      [draw('a'), { ...draw('a'), sub: 1 }],
    ] as const;
    for (const [x, y] of pairs) {
      const a = normalInto(new Float32Array(n), x);
      const b = normalInto(new Float32Array(n), y);
      // The product of independent normals has variance 1.
      const correlation = a.reduce((sum, v, i) => sum + v * b[i], 0) / n;
      const lagged = a.reduce((sum, v, i) => sum + v * a[(i + 1) % n], 0) / n;
      expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(n));
      expect(Math.abs(lagged)).toBeLessThan(5 / Math.sqrt(n));
    }
  });

  it('permute: every number once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.nat(), (length, step) => {
        const order = permutation(length, { random: createRandom(4), step });
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
      }),
    );
  });
});
