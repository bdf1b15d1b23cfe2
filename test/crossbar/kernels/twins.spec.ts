import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPackedOuter,
  createPackedRows,
  createPanels,
  createSimdKernels,
  createTypescriptKernels,
  fillPanels,
  type Kernels,
} from '../../../crossbar/index.js';
import { createWriteNotes } from '../../../crossbar/kernels/write-notes.js';
import {
  createRandom,
  normalInto,
  type PulsedArrays,
  type PulseKernelName,
  softBounds,
  uniformInto,
} from '../../../devices/index.js';

// Law: every SIMD kernel returns the same bits as its TypeScript twin, for any shape.

const both = () => [createSimdKernels(), createTypescriptKernels()] as const;
const size = fc.oneof(fc.constantFrom(1, 2, 3, 7, 8, 10, 13, 16, 17, 31), fc.integer({ min: 1, max: 40 }));
const seed = fc.integer();

function expectTwins(run: (kernels: Kernels) => ArrayLike<number>) {
  const [simd, typescript] = both().map((kernels) => Float64Array.from(run(kernels)));
  // NaN-safe and sign-of-zero-safe: Object.is on every element.
  const differing = simd.findIndex((value, i) => !Object.is(value, typescript[i]));
  expect(differing, `element ${differing}: ${simd[differing]} against ${typescript[differing]}`).toBe(-1);
  expect(simd.length).toBe(typescript.length);
}

/** Normals with a share of exact zeros. */
function values(kernels: Kernels, length: number, name: string, zeros = 0.4): Float32Array {
  const random = createRandom(7).stream(name);
  const u = uniformInto(new Float32Array(length), { random, step: 1 });
  const out = normalInto(kernels.float32(length), { random, step: 0 });
  for (let i = 0; i < length; i++) if (u[i] < zeros) out[i] = 0;
  return out;
}

describe('SIMD kernels and their TypeScript twins', () => {
  it('multiply alike, on the whole matrix and on spans of columns and panels', () => {
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(0, 0.4, 0.9),
        (rows, cols, units, a, b, zeros) => {
          const columns = {
            from: Math.min(a % (cols + 1), b % (cols + 1)),
            to: Math.max(a % (cols + 1), b % (cols + 1)),
          };
          expectTwins((kernels) => {
            const panels = createPanels(units, cols, kernels.float32);
            fillPanels(panels, values(kernels, units * cols, 'w'));
            const packed = createPackedRows(kernels, rows, cols);
            const out = kernels.float32(rows * units);
            kernels.packRows(packed, values(kernels, rows * cols, 'a', zeros), rows, columns);
            kernels.multiplyInto(out, packed, panels);
            kernels.multiplyInto(out, packed, panels, { span: { from: 0, to: 1 } });
            const ofSquares = kernels.float32(rows * units);
            kernels.squarePacked(packed);
            kernels.multiplyInto(ofSquares, packed, panels);
            return [...out, ...ofSquares];
          });
        },
      ),
    );
  });

  it('accumulate outer products and transpose alike', () => {
    fc.assert(
      fc.property(size, size, size, fc.constantFrom(0, 0.9), (rows, preCols, postCols, zeros) => {
        expectTwins((kernels) => {
          const panels = createPanels(postCols, preCols, kernels.float32);
          fillPanels(panels, values(kernels, postCols * preCols, 'w'));
          const packed = createPackedOuter(kernels, rows, { postCols, preCols });
          const post = values(kernels, rows * postCols, 'post', 0.9);
          kernels.packOuter(packed, {
            post,
            pre: values(kernels, rows * preCols, 'pre', zeros),
            rows,
            scale: 0.3,
          });
          kernels.accumulateOuter(panels.data, packed);
          const transposed = createPanels(preCols, postCols, kernels.float32);
          kernels.transposeInto(transposed, panels);
          return [...panels.data, ...transposed.data];
        });
      }),
    );
  });

  it('draw uniforms, normals and whole pulses alike', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        seed,
        fc.nat(),
        fc.boolean(),
        (length, path, step, random) => {
          const draw = { random: createRandom(path), step: step | 0, sub: 3 };
          expectTwins((kernels) => {
            const uniform = kernels.float32(length);
            const normal = kernels.float32(length);
            kernels.uniformInto(uniform, draw);
            kernels.normalInto(normal, draw);
            const mask = kernels.float32(length);
            kernels.maskInto(mask, { draw, count: length, dropped: 0.3, kept: 1 / 0.7 });
            const counts = kernels.int32(length);
            const wanted = values(kernels, length, 'wanted');
            const rounding = {
              count: length,
              factor: 3.7,
              limit: 5,
              draw: random ? draw : null,
              firstIndex: 32,
            };
            const pulsed = kernels.roundInto(counts, wanted, rounding);
            return [...uniform, ...normal, ...mask, ...counts, pulsed];
          });
        },
      ),
    );
  });

  it('pulse devices alike', () => {
    const model = softBounds({
      gMinS: 1e-6,
      gMaxS: 1e-4,
      states: 20,
      deviceVariation: { step: 0.3, bounds: 0.3 },
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: -9, max: 9 })), {
            minLength: 1,
            maxLength: 90,
          }),
          // At most one pulse each, on most of them: what a write of a whole array looks like.
          fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 30, maxLength: 90 }),
        ),
        fc.constantFrom(0, 0.5),
        fc.constantFrom('pulseConstantStep' as const, 'pulseSoftBounds' as const),
        (pulses, cycleNoise, kernel) => {
          expectTwins((kernels) => {
            const state = model.create(16 + pulses.length, createRandom(1), kernels.float32);
            const counts = kernels.int32(pulses.length);
            counts.set(pulses);
            const draw = { random: createRandom(2), step: 5, sub: 1 };
            const arrays = state.arrays as never;
            kernels[kernel](arrays, counts, { count: pulses.length, firstIndex: 16, cycleNoise, draw });
            return state.arrays.conductanceS;
          });
        },
      ),
    );
  });

  it('form differences of conductances and digitise currents alike', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 70 }),
        fc.constantFrom(0, 2e-6),
        fc.boolean(),
        fc.boolean(),
        (n, spacingS, noisy, wired) => {
          expectTwins((kernels) => {
            const random = createRandom(3);
            const conductance = (name: string) => {
              const out = uniformInto(kernels.float32(n), { random: random.stream(name), step: 0 });
              for (let i = 0; i < n; i++) out[i] *= 1e-4;
              return out;
            };
            const weights = kernels.float32(n);
            const squares = kernels.float32(n);
            const grid = { scaleS: 1e-4, lowestS: 1e-6, spacingS, span: { from: 0, to: n } };
            const [plusS, minusS] = [conductance('plus'), conductance('minus')];
            const wires = wired
              ? {
                  plusShare: values(kernels, n, 'plus share'),
                  minusShare: values(kernels, n, 'minus share'),
                  rest: values(kernels, n, 'rest'),
                }
              : null;
            kernels.differentialInto(weights, squares, { plusS, minusS, ...grid, wires });
            const out = kernels.float32(n);
            const variance = noisy ? squares : null;
            const converter = {
              sigma: 0.1,
              range: 0.3,
              spacing: 0.3 / 127,
              draw: { random, step: 9, sub: 2 },
            };
            const saturated = kernels.digitiseInto(out, weights, { count: n, variance, ...converter });
            return [...weights, ...squares, ...out, saturated];
          });
        },
      ),
    );
  });

  it('read tiles alike, with and without noise', () => {
    fc.assert(
      fc.property(size, size, size, fc.boolean(), (batch, cols, units, noisy) => {
        expectTwins((kernels) => {
          const panels = (name: string, change = (value: number) => value) =>
            fillPanels(
              createPanels(units, cols, kernels.float32),
              values(kernels, units * cols, name).map(change),
            );
          const array = () => kernels.float32(batch * units);
          const [sum, partial, variance] = [array(), array(), array()];
          const half = Math.ceil(cols / 2);
          const saturated = kernels.readTiles(sum, values(kernels, batch * cols, 'drive'), {
            ...{ batch, packed: createPackedRows(kernels, batch, cols), weights: panels('w') },
            ...{ squares: noisy ? panels('squares', Math.abs) : null, partial },
            ...{ variance: noisy ? variance : null, sigma: 0.1, draw: { random: createRandom(3), step: 9 } },
            tiles: [
              { span: { from: 0, to: half }, range: 0.3, spacing: 0.3 / 127, sub: 2 },
              { span: { from: half, to: cols }, range: 2, spacing: 2 / 127, sub: 3 },
            ],
          });
          return [...sum, saturated];
        });
      }),
    );
  });
});

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

describe('nodes under walls', () => {
  it('settle alike, of any number of layers, masked, nudged and amplified', () => {
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 1, maxLength: 4 }),
        size,
        fc.boolean(),
        seed,
        (layers, rows, masked, name) => {
          expectTwins((kernels) => {
            const draw = (length: number, of: string) => values(kernels, length, `${name} ${of}`);
            const states = layers.map((units, l) => draw(rows * units, `s${l}`));
            const joints = layers.slice(1).map((units, l) => draw(units * layers[l], `g${l}`).map(Math.abs));
            const held = joints.map((joint) => {
              const own = kernels.float32(joint.length);
              own.set(joint);
              return own;
            });
            const entries = layers.map((units, l) => ({
              ...{ units, state: states[l], sums: kernels.float32(rows * units), beta: 0.3 },
              drive: l === 0 ? draw(rows * units, 'drive') : null,
              bias: masked ? draw(units, `b${l}`) : null,
              target: l === layers.length - 1 ? draw(rows * units, 'target') : null,
              inverse: draw(units, `i${l}`),
              lower: kernels.float32(units).fill(l % 2 ? -0.5 : -Infinity),
              upper: kernels.float32(units).fill(0.5),
              mask: masked ? draw(rows * units, `m${l}`) : null,
              below:
                l > 0
                  ? { state: states[l - 1], conductance: held[l - 1], units: layers[l - 1], gain: 1.5 }
                  : null,
              above:
                l + 1 < layers.length
                  ? { state: states[l + 1], conductance: held[l], units: layers[l + 1], gain: 0.75 }
                  : null,
            }));
            const change = kernels.settleNodes(entries, { sweeps: 2, rows });
            return [...states.flatMap((state) => [...state]), change];
          });
        },
      ),
    );
  });

  it('are reported where a voltage is not finite', () => {
    for (const kernels of both()) {
      const [state, sums, drive, inverse] = Array.from({ length: 4 }, () => kernels.float32(5));
      const layer = {
        units: 5,
        state,
        sums,
        drive,
        inverse: inverse.fill(1),
        bias: null,
        target: null,
        beta: 0,
      };
      const walls = { lower: kernels.float32(5).fill(-1), upper: kernels.float32(5).fill(1), mask: null };
      drive[3] = Infinity;
      const nodes = [{ ...layer, ...walls, above: null, below: null }];
      expect(kernels.settleNodes(nodes, { sweeps: 1, rows: 1 })).toBeNaN();
    }
  });

  it('have their conductances bounded and summed alike', () => {
    fc.assert(
      fc.property(size, size, seed, (rows, cols, name) => {
        expectTwins((kernels) => {
          const panels = createPanels(rows, cols, kernels.float32);
          fillPanels(panels, values(kernels, rows * cols, `${name}`));
          const sums = kernels.float32(8 * Math.ceil(rows / 8));
          kernels.boundPanels(panels, sums, { lowest: 0.1, highest: 0.9 });
          return [...panels.data, ...sums];
        });
      }),
    );
  });
});

/** Two layers that relax against each other: `rounds` of what `Kernels.repeat` does with all kinds of its calls. */
function relaxed(
  kernels: Kernels,
  shape: { rows: number; units: readonly [number, number]; quiet: number },
): number[] {
  const { rows, units, quiet } = shape;
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
    const seen = kernels.float32(rows * n);
    return { drive, packed, state, seen, bias: values(kernels, n, `bias ${l}`), units: n };
  });
  let others = 0;
  const follow = (from: number, panels: typeof forward) => {
    const { state, seen, packed } = layers[from];
    return { kind: 'follow', out: layers[1 - from].drive, state, seen, packed, panels, rows, quiet } as const;
  };
  const layer = (l: number) => ({ ...layers[l], feedback: null, nudge: null, mask: null, rows });
  const { rounds, change } = kernels.repeat(
    [
      follow(1, backward),
      { kind: 'settle', state: layers[0].state, layer: { ...layer(0), decay: 0.1 } },
      ...(quiet > 0 ? [] : [{ kind: 'other', call: () => void others++ } as const]),
      follow(0, forward),
      { kind: 'leak', state: layers[1].state, layer: { ...layer(1), dt: 0.3 } },
    ],
    { limit: 9, tolerance: 1e-2 },
  );
  return [
    rounds,
    change,
    others,
    ...layers.flatMap(({ state, drive, seen }) => [...state, ...drive, ...seen]),
  ];
}

describe('rounds of calls', () => {
  it('are alike, to the number of rounds', () => {
    fc.assert(
      fc.property(size, size, size, fc.constantFrom(0, 1e-3), (rows, a, b, quiet) => {
        expectTwins((kernels) => relaxed(kernels, { rows, units: [a, b], quiet }));
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
      expect(kernels.repeat([call], { limit: 9, tolerance: 0 })).toEqual({ rounds: 2, change: 0 });
      layer.drive[1] = NaN;
      expect(kernels.repeat([call], { limit: 9, tolerance: 0 })).toEqual({ rounds: 1, change: NaN });
    }
  });

  it('follow a state to rounding, and leave out no more than the quiet changes', () => {
    const [rows, cols, units, quiet] = [5, 40, 11, 0.05];
    for (const kernels of both()) {
      const panels = createPanels(units, cols, kernels.float32);
      fillPanels(panels, values(kernels, units * cols, 'w'));
      const packed = createPackedRows(kernels, rows, cols);
      const [followed, whole] = [kernels.float32(rows * units), kernels.float32(rows * units)];
      const seen = kernels.float32(rows * cols);
      for (let t = 0; t < 20; t++) {
        const state = values(kernels, rows * cols, `${t >> 1}`).map((x) => x * (1 + 0.02 * (t % 2)));
        const held = kernels.float32(rows * cols);
        held.set(state);
        kernels.packChanges(packed, held, { seen, rows, quiet });
        kernels.multiplyInto(followed, packed, panels, { keep: true });
        kernels.packRows(packed, held, rows);
        kernels.multiplyInto(whole, packed, panels);
        held.forEach((x, i) => void expect(Math.abs(x - seen[i])).toBeLessThanOrEqual(quiet));
      }
      const weights = values(kernels, units * cols, 'w');
      followed.forEach((value, i) => {
        const unit = i % units;
        const most = weights
          .subarray(unit * cols, (unit + 1) * cols)
          .reduce((sum, w) => sum + Math.abs(w), 0);
        // Each of 20 products of up to 40 terms of order 3 rounds at 2^-24.
        expect(Math.abs(value - whole[i])).toBeLessThan(quiet * most + 20 * 40 * 3 * 2 ** -24);
      });
    }
  });
});

describe('learning', () => {
  it('names the same winners, ties and masks included', () => {
    // Few distinct values make ties common.
    const level = fc.constantFrom(0, 0, 0.25, 1, -0.5, 0.1);
    const levels = fc.array(level, { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(levels, levels, size, fc.nat(), seed, fc.boolean(), (y, h, rows, nth, tie, masked) => {
        expectTwins((kernels) => {
          const units = y.length;
          const outputs = kernels.float32(rows * units);
          const threshold = kernels.float32(units);
          const ties = kernels.int32(rows);
          for (let i = 0; i < rows * units; i++) outputs[i] = y[(i * 7) % units];
          for (let unit = 0; unit < units; unit++) threshold[unit] = h[unit % h.length];
          for (let row = 0; row < rows; row++) ties[row] = tie + row;
          const target = kernels.float32(rows * units);
          const mask = masked ? values(kernels, rows * units, 'mask') : null;
          kernels.winnersInto(target, outputs, {
            ...{ threshold, ties, mask, units, rows, count: 1 + (nth % units) },
            ...{ winner: 0.8, loser: 0.01 },
          });
          return target;
        });
      }),
    );
  });

  it('contrasts two states alike', () => {
    fc.assert(
      fc.property(size, size, fc.boolean(), (rows, units, apart) => {
        expectTwins((kernels) => {
          const [after, before] = ['after', 'before'].map((name) => values(kernels, rows * units, name));
          const difference = kernels.float32(2 * rows * units);
          const sums = values(kernels, units, 'sums');
          kernels.contrastInto(difference, sums, { after, before, rows, units, scale: 0.3, apart });
          return [...difference, ...sums];
        });
      }),
    );
  });
});

describe('writing panels', () => {
  it('is alike, for both responses, rounding at random and to nearest', () => {
    fc.assert(
      fc.property(
        size,
        size,
        fc.boolean(),
        fc.constantFrom('constant-step', 'soft-bounds'),
        (post, pre, random, kernel) => {
          expectTwins((kernels) =>
            writtenCells(kernels, { post, pre, random, kernel: kernel as PulseKernelName }),
          );
        },
      ),
    );
  });
});

/** Weights, squares and devices after one outer product written to cells of post x pre pairs. */
function writtenCells(
  kernels: Kernels,
  { post, pre, random, kernel }: { post: number; pre: number; random: boolean; kernel: PulseKernelName },
): number[] {
  const model = softBounds({
    gMinS: 1e-6,
    gMaxS: 1e-4,
    states: 20,
    deviceVariation: { step: 0.3, bounds: 0.3 },
  });
  const weights = createPanels(post, pre, kernels.float32);
  const squares = createPanels(post, pre, kernels.float32);
  const side = (name: string) => ({
    state: model.create(weights.data.length, createRandom(name), kernels.float32).arrays as never,
    cycle: createRandom(`${name} cycle`),
  });
  const [plus, minus] = [side('plus'), side('minus')];
  const packed = createPackedOuter(kernels, 3, { postCols: post, preCols: pre });
  const product = { post: values(kernels, 3 * post, 'post', 0.7), pre: values(kernels, 3 * pre, 'pre', 0.7) };
  kernels.packOuter(packed, { ...product, rows: 3, scale: 1 });
  const notes = createWriteNotes(kernels, weights, { outputs: 3, inputs: 5, minusMoves: true });
  const pairs = kernels.writePanels(packed, {
    rounding: { factor: 2, limit: 7, draw: { random: random ? createRandom(9) : null, step: 4 } },
    response: { kernel, cycleNoise: 0.4 },
    plus,
    minus,
    weights: weights.data,
    squares: squares.data,
    scaleS: 1e-4,
    grid: { lowestS: 1e-6, spacingS: 2e-6 },
    notes,
  });
  const conductance = ({ state }: { state: PulsedArrays }) => [...state.conductanceS];
  const { plusTaken, minusTaken, up, down, pulses, conductanceS } = notes;
  const noted = [plusTaken, minusTaken ?? [], up, down, pulses, conductanceS].flatMap((values) => [
    ...values,
  ]);
  return [
    ...[pairs, ...weights.data, ...squares.data, ...conductance(plus), ...conductance(minus)],
    ...noted,
  ];
}

describe('products', () => {
  it('equal the sum over the inputs in f64', () => {
    const [rows, cols, units] = [5, 37, 19];
    for (const kernels of both()) {
      const matrix = values(kernels, units * cols, 'w');
      const a = values(kernels, rows * cols, 'a');
      const panels = fillPanels(createPanels(units, cols, kernels.float32), matrix);
      const packed = createPackedRows(kernels, rows, cols);
      const out = kernels.float32(rows * units);
      kernels.packRows(packed, a, rows);
      kernels.multiplyInto(out, packed, panels);
      for (let r = 0; r < rows; r++) {
        for (let u = 0; u < units; u++) {
          let sum = 0;
          for (let k = 0; k < cols; k++) sum += a[r * cols + k] * matrix[u * cols + k];
          expect(out[r * units + u]).toBeCloseTo(sum, 4);
        }
      }
    }
  });

  it('refuse arrays from elsewhere', () => {
    const kernels = createSimdKernels();
    expect(() => kernels.uniformInto(new Float32Array(4), { random: createRandom(1), step: 0 })).toThrow(
      /float32/,
    );
  });

  it('take steps of Adam alike', () => {
    fc.assert(
      fc.property(size, fc.constantFrom(0, 0.4), (length, zeros) => {
        expectTwins((kernels) => {
          const arrays = ['w', 'g', 'm'].map((name) => values(kernels, length, name, zeros));
          const squares = values(kernels, length, 'v', zeros).map((x) => x * x);
          const [w, wanted, means] = arrays;
          const stored = kernels.float32(length);
          stored.set(squares);
          kernels.adamInto(w, wanted, { means, squares: stored, size: 0.03, inverseRoot: 1.7 });
          return [...w, ...means, ...stored];
        });
      }),
    );
  });

  it('let go the moments of a weight that is wanted no more, before they are denormal', () => {
    expectTwins((kernels) => {
      const [w, wanted, means, squares] = Array.from({ length: 4 }, () => kernels.float32(7));
      means.fill(-1e-37);
      squares.fill(1.1755e-38);
      for (let step = 0; step < 30; step++) {
        kernels.adamInto(w, wanted, { means, squares, size: 0.03, inverseRoot: 1.7 });
        for (const moment of [...means, ...squares])
          expect(moment === 0 || Math.abs(moment) >= 2 ** -126).toBe(true);
      }
      expect([...means, ...squares]).toEqual(new Array(14).fill(0));
      return [...means, ...squares];
    });
  });
});
