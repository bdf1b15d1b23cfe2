import { describe, expect, it } from 'vitest';
import { createRandom, normalInto } from '../../devices/index.js';
import { type BiasCircuitOptions, createBiasCircuit } from '../../src/circuits/bias-circuit.js';
import { createSelfDefinedTarget } from '../../src/target/self-defined-target.js';

const random = createRandom(5);

const exact: BiasCircuitOptions = {
  bits: 0,
  range: 1000,
  accumulatorBits: 0,
  rounding: 'nearest',
  centred: false,
  gainError: 0,
  leak: 0,
  deadBand: 0,
  offset: 0,
};

function circuitOf(units: number, options: Partial<BiasCircuitOptions> = {}) {
  return createBiasCircuit(units, { ...exact, ...options, random });
}

/** The thresholds after the same step by `errors`, so many times. */
function stepped(errors: readonly number[], options: Partial<BiasCircuitOptions>, times = 1, gain = 1) {
  const threshold = new Float32Array(errors.length);
  const { stepInto } = circuitOf(errors.length, options);
  for (let step = 0; step < times; step++) stepInto(threshold, Float64Array.from(errors), { gain, step });
  return [...threshold];
}

describe('the circuit of a homeostasis voltage', () => {
  it('holds codes of its DAC, -(2^(bits-1) - 1) .. 2^(bits-1) - 1 of its range, and saturates there', () => {
    expect(stepped([0.2, 0.4, 7, -7], { bits: 3, range: 0.9 })).toEqual(
      [0.3, 0.3, 0.9, -0.9].map((h) => expect.closeTo(h, 6)),
    );
  });

  it('comes back from saturation at once: the accumulator stops at the range too', () => {
    const threshold = new Float32Array(1);
    const { stepInto } = circuitOf(1, { range: 0.5 });
    for (let step = 0; step < 100; step++) stepInto(threshold, Float64Array.of(1), { gain: 1, step });
    stepInto(threshold, Float64Array.of(-0.25), { gain: 1, step: 100 });
    expect(threshold[0]).toBeCloseTo(0.25, 6);
  });

  it('adds up steps far below its DAC, which an accumulator of as many bits loses', () => {
    // A step of the DAC is 0.5 / 127 = 0.0039.
    const dac = { bits: 8, range: 0.5 };
    const plain = { ...dac, accumulatorBits: 8 };
    expect(stepped([1e-3], dac, 100)[0]).toBeCloseTo(0.1, 2);
    expect(stepped([1e-3], plain, 100)[0]).toBe(0);
    // At random the mean survives: 100 draws of 0 or 1 step with mean 0.254 have a deviation of 4.4
    // steps, 0.017.
    const all = stepped(Array(200).fill(1e-3), { ...plain, rounding: 'stochastic' }, 100);
    const mean = all.reduce((sum, h) => sum + h, 0) / 200;
    expect(Math.abs(mean - 0.1)).toBeLessThan((5 * 0.017) / Math.sqrt(200));
  });

  it('keeps differences and no drift where it is centred', () => {
    const [a, b, c] = stepped([0.3, 0.1, -0.7], { centred: true }, 10);
    expect(a + b + c).toBeCloseTo(0, 5);
    expect(a - b).toBeCloseTo(2, 5);
    expect(b - c).toBeCloseTo(8, 5);
  });

  it('leaks to a balance of gain x error over leak, and rests within its dead band', () => {
    expect(stepped([0.2], { leak: 0.5 }, 100, 0.5)[0]).toBeCloseTo((0.5 * 0.2) / 0.5, 5);
    expect(stepped([0.09, -0.09, 0.11], { deadBand: 0.1 })).toEqual([0, 0, expect.closeTo(0.11, 6)]);
  });

  it('has gains and offsets of the stated deviation, each neuron its own for good', () => {
    const n = 4000;
    const deviationOf = (all: number[], mean: number) =>
      Math.sqrt(all.reduce((sum, h) => sum + (h - mean) ** 2, 0) / n);
    const gains = stepped(Array(n).fill(1), { gainError: 0.2 });
    const offsets = stepped(Array(n).fill(0), { offset: 0.03 });
    // A deviation of n draws is off by 1 / sqrt(2 n) of itself, one sigma: 1.1 %.
    expect(Math.abs(deviationOf(gains, 1) / 0.2 - 1)).toBeLessThan(0.06);
    expect(Math.abs(deviationOf(offsets, 0) / 0.03 - 1)).toBeLessThan(0.06);
    const twice = stepped(Array(n).fill(1), { gainError: 0.2 }, 2);
    expect(twice[7]).toBeCloseTo(2 * gains[7], 5);
  });

  it('throws on what cannot be', () => {
    expect(() => circuitOf(1, { bits: 25 })).toThrow('homeostasis.bits');
    expect(() => circuitOf(1, { leak: 1.5 })).toThrow('homeostasis.leak');
    expect(() => circuitOf(1, { range: 0 })).toThrow('homeostasis.range');
  });
});

const [units, winners, batch] = [30, 3, 16];

/**
 * Win rates of a population under an 8-bit bias controller: the drive of a neuron is its tendency
 * plus noise minus H, its output that clipped to [0, 1].
 */
function winRates(
  tendency: (unit: number, step: number) => number,
  options: Partial<BiasCircuitOptions> = {},
) {
  const chip = { ...exact, bits: 8, range: 0.5, centred: true, ...options };
  const target = createSelfDefinedTarget({
    units,
    winners,
    labelSmoothing: 0,
    biased: true,
    random,
    homeostasis: { gain: 0.1, targetActivity: winners / units, circuit: circuitOf(units, chip) },
  });
  const { threshold, observe } = target.homeostasis;
  const [y, d, wins] = [
    new Float32Array(batch * units),
    new Float32Array(batch * units),
    new Float64Array(units),
  ];
  const [settle, batches] = [500, 1000];
  for (let step = 0; step < settle + batches; step++) {
    const xi = normalInto(new Float32Array(batch * units), { random: random.stream('drive'), step });
    for (let i = 0; i < y.length; i++) {
      const unit = i % units;
      y[i] = Math.min(Math.max(tendency(unit, step) + 0.1 * xi[i] - threshold[unit], 0), 1);
    }
    target.targetInto(d, y, { batch, mask: null, step });
    observe(d, batch, step);
    if (step >= settle) for (let i = 0; i < d.length; i++) wins[i % units] += d[i] / (batch * batches);
  }
  return { rates: [...wins], threshold };
}

// Settled, H walks within a batch's step and a DAC step of its place: below 0.1, over gain x
// batches.
const tolerance = 0.1 / (0.1 * 1000) + 5 * Math.sqrt(0.09 / (16 * 1000));

describe('a bias voltage as controller', () => {
  it('equalises the win rates of unequal neurons', () => {
    const { rates } = winRates((unit) => 0.3 + 0.4 * (unit / units));
    for (const rate of rates) expect(Math.abs(rate - winners / units)).toBeLessThan(tolerance);
  });

  it('keeps up with neurons that drift', () => {
    // Each by -0.2 .. 0.2 over the run, in its own direction.
    const { rates } = winRates((unit, step) => 0.5 + 0.2 * (unit / units - 0.5) * (step / 750 - 1));
    // A drift of 0.1 / 750 a batch is followed at a distance of that over the gain.
    for (const rate of rates)
      expect(Math.abs(rate - winners / units)).toBeLessThan(tolerance + 0.1 / 750 / 0.1);
  });

  it('replaces lost neurons: the living share their wins, evenly, and it brings back those within its range', () => {
    const dead = (unit: number) => unit % 5 === 0;
    const { rates, threshold } = winRates((unit) => (dead(unit) ? -10 : 0.3 + 0.4 * (unit / units)));
    const fair = winners / 24;
    rates.forEach((rate, unit) => {
      if (dead(unit)) expect([rate, threshold[unit]]).toEqual([0, -0.5]);
      else expect(Math.abs(rate - fair)).toBeLessThan(2 * tolerance);
    });
    // A neuron whose column lost 0.6 of its drive is silent by itself.
    const weak = winRates((unit) => (unit === 7 ? -0.1 : 0.5), { range: 1 });
    expect(Math.abs(weak.rates[7] - winners / units)).toBeLessThan(tolerance);
    const short = winRates((unit) => (unit === 7 ? -0.1 : 0.5), { range: 0.2 });
    expect(short.rates[7]).toBeLessThan(0.01);
  });

  it('fails with an accumulator no finer than its DAC, and not with one that rounds at random', () => {
    const tendency = (unit: number) => 0.3 + 0.4 * (unit / units);
    const worst = (options: Partial<BiasCircuitOptions>) =>
      Math.max(...winRates(tendency, options).rates.map((rate) => Math.abs(rate - winners / units)));
    // A DAC step is 0.033: five wins in a batch move H by half of one, the fair share of losing,
    // 0.01 a batch, never does. So H only climbs, until all stand at the range.
    const plain = { bits: 5, accumulatorBits: 5, centred: false };
    expect(worst(plain)).toBeGreaterThan(0.1);
    expect(worst({ ...plain, rounding: 'stochastic' })).toBeLessThan(0.03);
    expect(worst({ bits: 5 })).toBeLessThan(0.02);
  });
});
