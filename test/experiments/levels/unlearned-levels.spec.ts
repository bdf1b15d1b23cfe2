import { expect, test } from 'vitest';
import type { AccuracySeries, LevelsResult } from '../../../src/experiments/levels/levels-result.js';
import { unlearnedLevels } from '../../../src/experiments/levels/unlearned-levels.js';
import type { Learned } from '../../../src/experiments/results/result.js';
import { levelsHtml } from '../../../src/report/pages/levels-html.js';

const learned: Learned = { status: 'learned', reason: null, reference: null };
const dead: Learned = { status: 'not-learned', reason: 'its numbers became non-finite', reference: null };

const series = (
  rule: AccuracySeries['rule'],
  hardware: AccuracySeries['hardware'],
  verdicts: readonly Learned[],
): AccuracySeries => ({
  rule,
  hardware,
  points: verdicts.map((verdict, level) => ({
    level,
    learned: verdict,
    values: [0.5],
    mean: 0.5,
    ci95: null,
    deviation: null,
    n: 1,
  })),
});

const result: LevelsResult = {
  schema: 1,
  kind: 'levels',
  version: '0.1.0',
  name: 'levels',
  seed: 1,
  seeds: [1],
  config: {},
  dataset: { name: 'digits', train: 64, test: 60, sha256: '' },
  vary: 'read.noise',
  values: [0, 1],
  measure: 'average',
  fidelity: [],
  bestBeta: [],
  failures: [],
  series: [
    series('eqprop', 'ideal', [learned, learned]),
    series('eqprop', 'chip', [learned, dead]),
    series('backprop', 'ideal', [dead, dead]),
    series('backprop', 'chip', [{ ...dead, reason: null }, learned]),
  ],
  timing: {},
};

test('each level of a chip, and ideal floats once, that did not learn are named with the reason, first of all in the report', () => {
  const sentences = [
    'eqprop chip at read.noise 1 did not learn: its numbers became non-finite.',
    'backprop ideal did not learn: its numbers became non-finite.',
    'backprop chip at read.noise 0 did not learn.',
  ];
  expect(unlearnedLevels(result)).toEqual(sentences);
  const [, summary] = levelsHtml(result).split('<div class="summary">');
  expect(summary!.startsWith(sentences.map((text) => `<p>${text}</p>`).join('\n'))).toBe(true);
});
