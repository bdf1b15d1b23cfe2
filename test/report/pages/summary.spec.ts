import { describe, expect, it } from 'vitest';
import { summary } from '../../../src/report/pages/summary.js';
import { CHIP, chipAt, meanOf, NONE, result, run } from '../sample-result.js';

const text = (value: Parameters<typeof summary>[0]) => summary(value).join('\n');

describe('summary', () => {
  it('tells first how far the chip is below ideal EqProp and float backprop', () => {
    expect(summary(result())[0]).toBe(
      'The chip (reram-array-hfo2) scores 87.10 %, 2.30 points below ideal EqProp (95 % interval of this one chip -2.90 to -1.70) ' +
        'and 5.24 points below float backprop (95 % interval of this one chip -5.80 to -4.60).',
    );
  });

  it('tells what the ideal runs score, EqProp beside backprop', () => {
    expect(summary(result())).toContain('Float backprop scores 92.34 %.');
    expect(text(result())).toContain(
      'Ideal EqProp scores 89.40 %, 2.94 points below float backprop (95 % interval of this one seed -3.40',
    );
  });

  it('says that devices can regularise when, and only when, the chip is clearly above', () => {
    const above = text(chipAt(0.012, [0.004, 0.02]));
    expect(above).toContain('1.20 points above ideal EqProp (95 % interval of this one chip +0.40 to +2.00)');
    expect(above).toContain('bounded, noisy devices can also regularise');
    expect(text(chipAt(0.012, [-0.001, 0.025]))).not.toContain('regularise');
    expect(text(chipAt(-0.012, [-0.02, -0.004]))).not.toContain('regularise');
  });

  it('says that weights have drifted and biases have not, unless something undoes it', () => {
    const late = (read: object, drift = { exponent: 0.1 }) =>
      text(
        result({
          runs: [
            run('eqprop-chip', 0.8, {
              hardware: { read, effects: { drift, retention: {}, published: 'none' } },
            }),
          ],
        }),
      );
    const told = 'At the test, 1000000 s after the last write, weights have drifted and biases';
    expect(late({ inferenceAfterSec: 1e6, driftCompensation: 'none' })).toContain(told);
    expect(late({ inferenceAfterSec: 1e6, driftCompensation: 'global' })).not.toContain('drifted');
    expect(late({ inferenceAfterSec: 0, driftCompensation: 'none' })).not.toContain('drifted');
    expect(late({ inferenceAfterSec: 1e6 }, { exponent: 0 })).not.toContain('drifted');
  });

  it.each([
    [0.001, -0.005, 0.007, '+0.10 points, 95 % interval of this one chip -0.50 to +0.70'],
    [-0.001, -0.002, 0, '-0.10 points, 95 % interval of this one chip -0.20 to 0.00'],
  ])('sees no difference where the interval of %d spans zero', (delta, low, high, figures) => {
    expect(text(chipAt(delta, [low, high]))).toContain(
      `with no difference seen from ideal EqProp (${figures})`,
    );
  });

  it('gives the plain difference where no interval was computed', () => {
    const lines = text(result({ comparisons: [] }));
    expect(lines).toContain('2.30 points below ideal EqProp (interval not computed)');
    const level = [run('eqprop-ideal', 0.9), run('eqprop-chip', 0.9)];
    expect(text(result({ runs: level, comparisons: [] }))).toContain(
      'no difference seen from ideal EqProp (0.00',
    );
  });

  it('compares a chip with the ideal run of its own seed', () => {
    const runs = [
      run('eqprop-ideal', 0.5),
      run('eqprop-ideal', 0.9, { seed: 2 }),
      run('chip', 0.8, { seed: 2 }),
    ];
    expect(summary(result({ runs, comparisons: [] }))[0]).toContain('10.00 points below ideal EqProp');
  });

  it('does not compare different kinds of accuracy', () => {
    const supervised = run('chip', null, { accuracy: { ...NONE, test: 0.95 } });
    const lines = summary(result({ runs: [run('eqprop-ideal', 0.9), supervised], comparisons: [] }));
    expect(lines[0]).toBe('The chip (reram-array-hfo2) scores 95.00 %.');
    expect(lines.at(-1)).toBe('Scores are fractions of 10,000 test images of mnist classified correctly.');
  });

  it('says over how many seeds the scores are means', () => {
    const mean = meanOf('chip', [0.7, 0.8, 0.9], [0.55, 1.05]);
    expect(summary(result({ runs: [mean], comparisons: [] })).at(-1)).toBe('They are means over 3 seeds.');
    const fewer = summary(result({ runs: [mean, run('eqprop-ideal', 0.9)], comparisons: [] }));
    expect(fewer.at(-1)).toBe('They are means over 1 or 3 seeds.');
    expect(text(result())).not.toContain('means over');
  });

  it('says with every interval whether it is over seeds or of one chip', () => {
    const one = summary(result());
    expect(one.at(-2)).toMatch(/cover the choice of test images alone/);
    const ideal = meanOf('eqprop-ideal', [0.9, 0.9, 0.9], [0.88, 0.92]);
    const chip = meanOf('eqprop-chip', [0.84, 0.87, 0.9], [0.79, 0.95]);
    const several = summary(result({ runs: [ideal, chip] }));
    expect(several[0]).toContain('(95 % interval over 3 seeds -2.90 to -1.70)');
    expect(several.join(' ')).not.toMatch(/one chip|alone/);
  });

  it('tells chips apart by id and names a chip trained by backprop', () => {
    const runs = [run('a', 0.8), run('b', 0.7, { rule: 'backprop', hardware: { array: {} } })];
    const lines = summary(result({ runs, comparisons: [] }));
    expect(lines[0]).toBe('The chip a (reram-array-hfo2) scores 80.00 %.');
    expect(lines[1]).toBe('The chip b (chip, trained by backprop) scores 70.00 %.');
  });

  it('gives the range, the best and the worst of many chips', () => {
    const runs = [0.8, 0.9, 0.7, 0.85].map((average, i) => run(`chip-${i}`, average));
    const lines = summary(result({ runs: [...runs, run('chip-4', null)], comparisons: [] }));
    expect(lines[0]).toBe('5 chips score between 70.00 % and 90.00 %; the best and the worst follow.');
    expect(lines.filter((line) => line.startsWith('The chip')).map((line) => line.slice(0, 15))).toEqual([
      'The chip chip-1',
      'The chip chip-2',
    ]);
  });

  it('says so when none of many chips was measured', () => {
    const runs = ['a', 'b', 'c', 'd'].map((id) => run(id, null));
    expect(summary(result({ runs, comparisons: [] }))).toEqual(['None of 4 chips has a measured accuracy.']);
  });

  it.each([
    ['interrupted', 'Run eqprop-chip was interrupted after 1 finished epoch: its figures are provisional.'],
    ['non-finite', 'Run eqprop-chip did not learn: its numbers became non-finite.'],
    ['failed', 'Run eqprop-chip did not learn: it failed.'],
  ] as const)('reports a run that ended as %s', (status, sentence) => {
    expect(summary(result({ runs: [run('eqprop-chip', 0.5, { status })] }))).toContain(sentence);
  });

  it('copes with a run without accuracy and with no run at all', () => {
    const lines = summary(result({ runs: [run('eqprop-chip', null, { hardware: CHIP })] }));
    expect(lines).toEqual(['The chip (reram-array-hfo2) has no measured accuracy.']);
    expect(summary(result({ runs: [] }))).toEqual(['The experiment has no runs.']);
  });
});
