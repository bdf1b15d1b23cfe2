import { expect, test } from 'vitest';
import type { ChipConfiguration } from '../../../src/configuration/configuration.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { merged } from '../../../src/configuration/plain-data.js';
import { type BudgetPlan, errorBudget, planBudget } from '../../../src/experiments/estimate/budget.js';
import type { EstimateResult } from '../../../src/experiments/estimate/estimate-result.js';
import { findingsOf } from '../../../src/experiments/estimate/findings.js';
import { meanInterval } from '../../../src/experiments/results/statistics.js';
import { run } from '../../report/sample-result.js';

const { hardware } = await resolveConfiguration(
  { hardware: { converters: { adc: { bits: 4, range: 0.5 } }, read: { noise: 0.02 } } },
  { source: 'test' },
);
const chip = hardware as ChipConfiguration;
const over = (...values: number[]) => ({ ...meanInterval(values), values });
const full = [0.6, 0.62, 0.61];

/** Accuracies of three seeds, of which `gains` says what removing an imperfection adds. */
function budgetWith(gains: Readonly<Record<string, number>>, of = chip, scatter = 0.001) {
  const plan: BudgetPlan = planBudget(of, {
    energy: 'hopfield',
    learns: true,
    nudges: true,
    hasHomeostasis: true,
    readsBack: true,
    drivesBeyondOne: true,
  });
  const values = new Map(
    plan.items.map(({ nonIdeality: { name }, removed }) => [removed, gains[name] ?? 0] as const),
  );
  const scored = (one: ChipConfiguration) => full.map((value, i) => value + (values.get(one) || scatter * i));
  return errorBudget(plan, scored, { chip: full, images: Number.POSITIVE_INFINITY });
}

function findings(change: Partial<EstimateResult>): string {
  const cost = { energyJ: 1e-9, latencySec: 1e-6 };
  const result = {
    seeds: [1, 2, 3],
    chip: over(...full),
    ideal: over(0.8, 0.81, 0.8),
    difference: over(-0.2, -0.19),
    counters: { adcSaturation: 0.12, clippedWeights: 0 },
    wires: null,
    budget: null,
    specification: null,
    failures: [],
    runs: [],
    cost: {
      trainingImage: cost,
      inference: cost,
      areaM2: 1e-6,
      largestPart: { name: 'adcs', share: 0.5 },
      wireLoss: { share: 0, tile: 0, assumed: true },
    },
    ...change,
  };
  return findingsOf(result as unknown as EstimateResult, chip).join('\n');
}

test('advice on clipping waits for a budget, and goes by what the budget says of it', () => {
  const raise = 'The ADCs clip in 12 % of conversions: raise converters.adc.range above 0.5';
  expect(findings({})).toContain(`${raise}, or spread the inputs over more tiles; an error budget tells`);
  const costs = findings({ budget: budgetWith({ 'adc-range': 0.04 }) });
  expect(costs).toContain(`${raise}, or spread the inputs over more tiles.`);
  const pays = findings({ budget: budgetWith({ 'adc-range': -0.04 }) });
  expect(pays).not.toContain('raise converters.adc.range above 0.5');
  expect(pays).toContain('clip in 12 % of conversions, and the chip gains from it');
  expect(pays).toMatch(
    /-4.00 points among the others against .* alone, so that it makes up for some of them/,
  );
  expect(pays).toContain('Clipping at the range of the ADCs: without it the chip would lose 4.00 points');
});

test('inputs that DACs clip are told as conversions of ADCs are', () => {
  const counters = { adcSaturation: 0, dacSaturation: 0.12, clippedWeights: 0 };
  const raise = 'The DACs clip 12 % of inputs: raise converters.dac.range above 1, or set it to calibrated';
  expect(findings({ counters })).toContain(`${raise}; an error budget tells`);
  expect(findings({ counters, budget: budgetWith({ 'dac-range': 0.04 }) })).toContain(`${raise}.`);
  const pays = findings({ counters, budget: budgetWith({ 'dac-range': -0.04 }) });
  expect(pays).toContain('The DACs clip 12 % of inputs, and the chip gains from it');
  expect(findings({ counters: { ...counters, dacSaturation: 0.009 } })).not.toContain('DACs clip');
});

test('targets that programming missed are told from one percent on', () => {
  const missed = { adcSaturation: 0, clippedWeights: 0, unsettledDevices: 0.073, missingWeight: 0.12 };
  expect(findings({ counters: missed })).toContain(
    'Programming left 7.3 % of devices off their targets, by 0.12 in weight, root mean square: smaller weights',
  );
  expect(findings({ counters: { ...missed, unsettledDevices: 0.009 } })).not.toContain('off their targets');
});

test('weights that programming clipped are told from one percent on', () => {
  const clipped = (clippedWeights: number) => findings({ counters: { adcSaturation: 0, clippedWeights } });
  expect(clipped(0.7)).toContain(
    'Programming clipped 70 % of weights to what their devices can hold: array.weightMax takes a larger number',
  );
  expect(clipped(0.009)).not.toContain('clipped');
});

test('how weights from a file are run is told', () => {
  const config = { network: { layers: [64, 40, 10], weights: 'model.npz' }, learning: {} };
  const runs = [run('eqprop-chip', 0.8)];
  expect(findings({ config, runs })).toContain('By rule eqprop the network relaxes');
});

test('a range that nothing reaches wastes codes', () => {
  const counters = { adcSaturation: 1e-6, clippedWeights: 0 };
  expect(findings({ counters })).toContain('a smaller converters.adc.range than 0.5 would give finer steps');
});

test('what costs most is named with its remedy', () => {
  const found = findings({ budget: budgetWith({ 'read-noise': 0.1 }) });
  expect(found).toMatch(
    /Read noise: 5.\d\d points .*; the chip without it would gain 10.00 points. What helps: longer/,
  );
});

test('nothing is priced beside floats that did not learn', () => {
  const learned = {
    status: 'not-learned',
    reason: 'its 10.00 % cannot be told from chance, 10.00 %',
    reference: null,
  };
  const runs = [{ id: 'eqprop-ideal', hardware: 'ideal', seed: 1, status: 'completed', learned }] as never;
  const text = findings({ runs, budget: budgetWith({ 'adc-range': 0.04 }) });
  expect(text).toContain('Ideal floats did not learn: its 10.00 % cannot be told from chance, 10.00 %.');
  expect(text).toContain('The error budget says nothing, since ideal floats did not learn.');
  expect(text).not.toMatch(/above ideal|below ideal|\bgains?\b|regularise|together cost/);
});

test('advice on wires agrees with the budget', () => {
  const cost = { energyJ: 1e-9, latencySec: 1e-6 };
  const lossy = {
    wires: { solveEvery: 0, updateEvery: 50 },
    cost: {
      trainingImage: cost,
      inference: cost,
      areaM2: 1e-6,
      largestPart: { name: 'adcs', share: 0.5 },
      wireLoss: { share: 0.12, tile: 32, assumed: false, conductanceS: 26e-6 },
    },
  } as const;
  const wired = merged(chip, { array: { wordLineOhm: 1, bitLineOhm: 1 } }) as ChipConfiguration;
  const lost = 'A full tile, its cells at 26 uS in the mean, loses 12 % of its current in the wires';
  const smaller = '32 x 32 tiles keep it under 5 %';
  expect(findings(lossy)).toContain(`${lost}: ${smaller}; an error budget tells whether it costs accuracy.`);
  const costs = findings({ ...lossy, budget: budgetWith({ wires: 0.1 }, wired) });
  expect(costs).toContain(`${lost}: ${smaller}.`);
  const free = findings({ ...lossy, budget: budgetWith({}, wired) });
  expect(free).toContain(`${lost}, and the budget sees no cost of it (`);
  expect(free).toContain('smaller tiles would not pay');
  expect(free).not.toContain('32 x 32');
  // A budget that leaves a cost of a point or more open, or that is of chips which did not learn.
  const wide = budgetWith({}, wired, -0.02);
  expect(findings({ ...lossy, budget: wide })).toContain(
    `${lost}; the budget does not settle whether it costs accuracy (`,
  );
  const learned = { status: 'not-learned', reason: null };
  const runs = [{ id: 'eqprop-ideal', hardware: 'ideal', seed: 1, status: 'completed', learned }] as never;
  expect(findings({ ...lossy, runs, budget: budgetWith({}, wired) })).not.toContain(
    'the budget sees no cost',
  );
});
