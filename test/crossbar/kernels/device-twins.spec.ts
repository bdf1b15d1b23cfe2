import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPackedOuter,
  createPackedTiles,
  createPanels,
  createSimdKernels,
  fillPanels,
  type Kernels,
} from '../../../crossbar/index.js';
import { createPulseCounters } from '../../../crossbar/kernels/contract/pulse-counters.js';
import { createRandom, type DeviceModel, type DeviceState, uniformInto } from '../../../devices/index.js';
import { kernelledModels } from './kernelled-models.js';
import { expectTwins, seed, size, values } from './twins.js';

describe('SIMD kernels of devices and converters and their TypeScript twins', () => {
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

  it.each(Object.entries(kernelledModels))('pulse devices of %s alike', (_name, modelOf) => {
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
        fc.boolean(),
        (pulses, cycleNoise, copied) => {
          const model = modelOf(cycleNoise);
          expectTwins((kernels) => {
            const state = model.create(16 + pulses.length, createRandom(1), kernels.float32);
            scatter(state);
            const counts = copied ? new Int32Array(pulses.length) : kernels.int32(pulses.length);
            counts.set(pulses);
            const draw = { random: createRandom(2), step: 5, sub: 1 };
            const { pulse: kernel } = kernels;
            model.pulse(state, counts, { count: pulses.length, firstIndex: 16, draw, kernel });
            return Object.values(state.arrays).flatMap((array) => [...array]);
          });
        },
      ),
    );
  });

  it('leave devices that are not in their memory to the model', () => {
    const model = kernelledModels['exp-step'](0.5);
    const [elsewhere, own] = [0, 1].map(() => model.create(40, createRandom(1)));
    const counts = new Int32Array(40).fill(2);
    const options = { count: 40, firstIndex: 0, draw: { random: createRandom(2), step: 0 } };
    model.pulse(elsewhere, counts, { ...options, kernel: createSimdKernels().pulse });
    model.pulse(own, counts, options);
    expect(elsewhere.arrays.conductanceS).toEqual(own.arrays.conductanceS);
  });

  it('form differences of conductances and digitise currents alike', () => {
    fc.assert(
      fc.property(
        // Normals are drawn 256 at a time.
        fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 250, max: 530 })),
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
            const grid = { lowestS: 1e-5, spacingS, levels: 30 };
            const span = { from: 0, to: n };
            const [plusS, minusS] = [conductance('plus'), conductance('minus')];
            const wires = wired
              ? {
                  plusShare: values(kernels, n, 'plus share'),
                  minusShare: values(kernels, n, 'minus share'),
                  rest: values(kernels, n, 'rest'),
                }
              : null;
            kernels.differentialInto(weights, squares, { plusS, minusS, span, scaleS: 1e-4, grid, wires });
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

  it('read tiles alike, with and without noise, whatever blocks of outputs and of draws they cut', () => {
    const units = fc.oneof(size, fc.integer({ min: 120, max: 300 }));
    fc.assert(
      fc.property(
        ...([size, size, units, fc.boolean(), fc.constantFrom(0, 0.4, 0.9)] as const),
        (batch, inputs, outputs, noisy, zeros) => {
          const cut = Math.ceil(inputs / 2);
          expectTwins((kernels) => tilesRead(kernels, { batch, inputs, outputs, noisy, zeros, cut }));
        },
      ),
    );
  });

  it('read tiles of more lines than a product takes at a time alike', () => {
    expectTwins((kernels) =>
      tilesRead(kernels, { batch: 6, inputs: 1100, outputs: 9, noisy: true, zeros: 0.1, cut: 1060 }),
    );
  });
});

describe('writing panels', () => {
  it.each(Object.entries(kernelledModels).filter(([, modelOf]) => modelOf(0).pulseResponse))(
    'is alike for %s, rounding at random and to nearest',
    (_name, modelOf) => {
      fc.assert(
        fc.property(size, size, fc.boolean(), (post, pre, random) => {
          expectTwins((kernels) => writtenCells(kernels, { post, pre, random, model: modelOf(0.4) }));
        }),
        { numRuns: 40 },
      );
    },
  );
});

interface Reading {
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly noisy: boolean;
  /** Share of the drives. */
  readonly zeros: number;
  /** Where the second tile begins. */
  readonly cut: number;
}

/** Sums of two tiles, one of which clips, and how many conversions saturated. */
function tilesRead(kernels: Kernels, { batch, inputs, outputs, noisy, zeros, cut }: Reading) {
  const panels = (name: string, change = (value: number) => value) =>
    fillPanels(
      createPanels(outputs, inputs, kernels.float32),
      values(kernels, outputs * inputs, name).map(change),
    );
  const array = () => kernels.float32(batch * outputs);
  const [sum, partial, variance] = [array(), array(), array()];
  const saturated = kernels.readTiles(sum, values(kernels, batch * inputs, 'drive', zeros), {
    batch,
    packed: createPackedTiles(kernels, batch, { cols: inputs, tiles: 2 }),
    weights: panels('w'),
    squares: noisy ? panels('squares', Math.abs) : null,
    partial,
    variance: noisy ? variance : null,
    sigma: 0.1,
    draw: { random: createRandom(3), step: 9 },
    tiles: [
      { span: { from: 0, to: cut }, range: 0.3, spacing: 0.3 / 127, sub: 2 },
      { span: { from: cut, to: inputs }, range: 2, spacing: 2 / 127, sub: 3 },
    ],
  });
  return [...sum, saturated];
}

/** Puts devices all over their ranges, bounds included. */
function scatter({ arrays: { conductanceS, gMinS, gMaxS } }: DeviceState): void {
  const share = uniformInto(new Float32Array(conductanceS.length), { random: createRandom(4), step: 0 });
  conductanceS.forEach((_, i) => {
    const place = Math.min(Math.max(1.4 * share[i] - 0.2, 0), 1);
    const g = Math.fround(gMinS[i] + place * (gMaxS[i] - gMinS[i]));
    conductanceS[i] = Math.min(Math.max(g, gMinS[i]), gMaxS[i]);
  });
}

/** Weights, squares and devices after one outer product written to cells of post x pre pairs. */
function writtenCells(
  kernels: Kernels,
  { post, pre, random, model }: { post: number; pre: number; random: boolean; model: DeviceModel },
): number[] {
  const weights = createPanels(post, pre, kernels.float32);
  const squares = createPanels(post, pre, kernels.float32);
  const side = (name: string) => ({
    state: model.create(weights.data.length, createRandom(name), kernels.float32),
    cycle: createRandom(`${name} cycle`),
  });
  const [plus, minus] = [side('plus'), side('minus')];
  const packed = createPackedOuter(kernels, 3, { postCols: post, preCols: pre });
  const product = { post: values(kernels, 3 * post, 'post', 0.7), pre: values(kernels, 3 * pre, 'pre', 0.7) };
  kernels.packOuter(packed, { ...product, rows: 3, scale: 1 });
  const notes = createPulseCounters(kernels, weights, { outputs: 3, inputs: 5, minusMoves: true });
  const cells = { scaleS: 1e-4, grid: { lowestS: 1e-5, spacingS: 2e-6, levels: 30 } };
  const [plusS, minusS] = [plus, minus].map(({ state }) => state.arrays.conductanceS);
  const span = { from: 0, to: weights.data.length };
  kernels.differentialInto(weights.data, squares.data, { plusS, minusS, span, ...cells });
  const pairs = kernels.writePanels(packed, {
    rounding: { factor: 2, limit: 7, draw: { random: random ? createRandom(9) : null, step: 4 } },
    device: model,
    plus,
    minus,
    weights: weights.data,
    squares: squares.data,
    ...cells,
    notes,
  });
  const conductance = ({ state }: { state: DeviceState }) => [...state.arrays.conductanceS];
  const { plusTaken, minusTaken, up, down, pulses, conductanceS } = notes;
  const noted = [plusTaken, minusTaken ?? [], up, down, pulses, conductanceS].flatMap((values) => [
    ...values,
  ]);
  return [pairs, ...weights.data, ...squares.data, ...conductance(plus), ...conductance(minus), ...noted];
}
