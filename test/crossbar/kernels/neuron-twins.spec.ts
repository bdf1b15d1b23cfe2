import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPackedRows, createPanels, fillPanels, type Kernels } from '../../../crossbar/index.js';
import { both, expectTwins, size, values } from './twins.js';

describe('neurons', () => {
  it('move alike, with and without feedback, nudge and mask', () => {
    const flags = fc.record({
      feedback: fc.boolean(),
      nudge: fc.boolean(),
      mask: fc.boolean(),
      settle: fc.boolean(),
    });
    fc.assert(
      fc.property(size, size, flags, (rows, units, { feedback, nudge, mask, settle }) => {
        expectTwins((kernels) => {
          const state = values(kernels, rows * units, 'state');
          const array = (name: string, there: boolean) =>
            there ? values(kernels, rows * units, name) : null;
          const layer = {
            drive: values(kernels, rows * units, 'drive'),
            bias: values(kernels, units, 'bias'),
            feedback: array('feedback', feedback),
            nudge: nudge ? { beta: -0.2, target: values(kernels, rows * units, 'target') } : null,
            mask: array('mask', mask),
            units,
            rows,
          };
          const change = settle
            ? kernels.settleInto(state, { ...layer, decay: 0.3 })
            : kernels.leakInto(state, { ...layer, dt: 0.2 });
          return [...state, change];
        });
      }),
    );
  });

  it('report a drive that is not finite', () => {
    for (const kernels of both()) {
      const [state, drive, bias] = [kernels.float32(5), kernels.float32(5), kernels.float32(5)];
      const layer = { drive, bias, feedback: null, nudge: null, mask: null, units: 5, rows: 1 };
      for (const [unit, value] of [
        [0, Number.NaN],
        [4, Number.NaN],
        [1, Infinity],
        [4, -Infinity],
      ]) {
        drive.fill(0)[unit] = value;
        expect(kernels.leakInto(state.fill(0), { ...layer, dt: 0.2 })).toBeNaN();
        expect(kernels.settleInto(state.fill(0), { ...layer, decay: 0 })).toBeNaN();
      }
    }
  });
});

/**
 * Two layers that relax against each other: `rounds` of what `Kernels.repeat` does with all kinds
 * of its calls.
 */
function relaxed(
  kernels: Kernels,
  shape: { rows: number; units: readonly [number, number]; threshold: number },
): number[] {
  const { rows, units, threshold } = shape;
  const forward = createPanels(units[1], units[0], kernels.float32);
  const backward = createPanels(units[0], units[1], kernels.float32);
  fillPanels(
    forward,
    values(kernels, units[0] * units[1], 'w').map((w) => w / 8),
  );
  kernels.transposeInto(backward, forward);
  const layers = units.map((n, l) => {
    const drive = values(kernels, rows * n, `drive ${l}`);
    const packed = createPackedRows(kernels, rows, n);
    const state = kernels.float32(rows * n);
    const lastInput = kernels.float32(rows * n);
    return { drive, packed, state, lastInput, bias: values(kernels, n, `bias ${l}`), units: n };
  });
  let others = 0;
  const follow = (from: number, panels: typeof forward) => {
    const { state, lastInput, packed } = layers[from];
    return {
      kind: 'follow',
      out: layers[1 - from].drive,
      state,
      lastInput,
      packed,
      panels,
      rows,
      threshold,
    } as const;
  };
  const layer = (l: number) => ({ ...layers[l], feedback: null, nudge: null, mask: null, rows });
  const { rounds, change } = kernels.repeat(
    [
      follow(1, backward),
      { kind: 'settle', state: layers[0].state, layer: { ...layer(0), decay: 0.1 } },
      ...(threshold > 0 ? [] : [{ kind: 'other', call: () => void others++ } as const]),
      follow(0, forward),
      { kind: 'leak', state: layers[1].state, layer: { ...layer(1), dt: 0.3 } },
    ],
    { limit: 9, tolerance: 1e-2 },
  );
  return [
    rounds,
    change,
    others,
    ...layers.flatMap(({ state, drive, lastInput }) => [...state, ...drive, ...lastInput]),
  ];
}

describe('rounds of calls', () => {
  it('are alike, to the number of rounds', () => {
    fc.assert(
      fc.property(size, size, size, fc.constantFrom(0, 1e-3), (rows, a, b, threshold) => {
        expectTwins((kernels) => relaxed(kernels, { rows, units: [a, b], threshold }));
      }),
    );
  });

  it('end when nothing moves, or something is not finite', () => {
    for (const kernels of both()) {
      const state = kernels.float32(3);
      const layer = { drive: kernels.float32(3).fill(0.5), bias: kernels.float32(3), units: 3, rows: 1 };
      const call = {
        kind: 'settle',
        state,
        layer: { ...layer, feedback: null, nudge: null, mask: null, decay: 0 },
      } as const;
      expect(kernels.repeat([call], { limit: 9, tolerance: 0 })).toEqual({
        rounds: 2,
        change: 0,
        before: 0.5,
      });
      layer.drive[1] = NaN;
      expect(kernels.repeat([call], { limit: 9, tolerance: 0 })).toEqual({
        rounds: 1,
        change: NaN,
        before: Infinity,
      });
    }
  });

  it('follow a state to rounding, and leave out no more than the threshold changes', () => {
    const [rows, cols, units, threshold] = [5, 40, 11, 0.05];
    for (const kernels of both()) {
      const panels = createPanels(units, cols, kernels.float32);
      fillPanels(panels, values(kernels, units * cols, 'w'));
      const packed = createPackedRows(kernels, rows, cols);
      const [followed, whole] = [kernels.float32(rows * units), kernels.float32(rows * units)];
      const lastInput = kernels.float32(rows * cols);
      for (let t = 0; t < 20; t++) {
        const state = values(kernels, rows * cols, `${t >> 1}`).map((x) => x * (1 + 0.02 * (t % 2)));
        const held = kernels.float32(rows * cols);
        held.set(state);
        kernels.packChanges(packed, held, { lastInput: lastInput, rows, threshold: threshold });
        kernels.multiplyInto(followed, packed, panels, { keep: true });
        kernels.packRows(packed, held, rows);
        kernels.multiplyInto(whole, packed, panels);
        held.forEach((x, i) => void expect(Math.abs(x - lastInput[i])).toBeLessThanOrEqual(threshold));
      }
      const weights = values(kernels, units * cols, 'w');
      followed.forEach((value, i) => {
        const unit = i % units;
        const most = weights
          .subarray(unit * cols, (unit + 1) * cols)
          .reduce((sum, w) => sum + Math.abs(w), 0);
        // Each of 20 products of up to 40 terms of order 3 rounds at 2^-24.
        expect(Math.abs(value - whole[i])).toBeLessThan(threshold * most + 20 * 40 * 3 * 2 ** -24);
      });
    }
  });
});
