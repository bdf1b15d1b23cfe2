import type { EstimateResult } from '../../experiments/estimate/estimate-result.js';
import { unlearnedFindings } from '../../experiments/estimate/findings.js';
import type { MeanInterval } from '../../experiments/results/statistics.js';
import { percent, pointsInterval, signedPoints } from '../../report/format.js';
import { aligned } from '../shared/aligned.js';

/**
 * An estimate for the terminal: the conditions, the accuracy, the budget, the specification, the
 * findings.
 */
export function estimateText(result: EstimateResult): string {
  const { dataset, seeds, wires, chip, ideal, difference, budget, specification, findings, measure } = result;
  const { pending = [] } = result;
  const refresh =
    wires === null
      ? 'ideal'
      : `solved ${wires.solveEvery > 0 ? `every ${wires.solveEvery} updates` : 'after programming'}, followed every ${wires.updateEvery} updates`;
  const failed = unlearnedFindings(result);
  return [
    ...failed,
    `${dataset.name}: ${dataset.train} images to train on, ${dataset.test} to test; seeds ${seeds.join(', ')}; wires ${refresh}`,
    '',
    aligned([
      [`accuracy (${measure}) %`, 'mean', '95 %', 'deviation'],
      accuracyRow('chip', chip),
      accuracyRow('ideal floats', ideal),
      failed.length > 0
        ? ['difference', '-', '-', '']
        : ['difference', signedPoints(difference.mean), interval(difference), ''],
    ]),
    ...(budget
      ? [
          '',
          'Error budget, points of accuracy:',
          aligned([
            ['', 'share', '95 %', 'rank', 'alone', '95 %', 'removed', '95 %', ''],
            ...budget.items.map(({ name, share, ranks: [first, last], alone, removed, interacts }) => [
              name,
              signedPoints(share.mean),
              interval(share),
              first === last ? `${first}` : `${first} to ${last}`,
              ...[alone, removed].flatMap((one) => [signedPoints(one.mean), interval(one)]),
              interacts ? 'interacts' : '',
            ]),
            ['all together', signedPoints(budget.total.mean), interval(budget.total), '', '', '', '', '', ''],
          ]),
        ]
      : []),
    ...(pending.length > 0 ? ['', `Not finished: ${pending.join(', ')}`] : []),
    ...(specification
      ? [
          '',
          `For ${percent(specification.target)} %, one part at a time:`,
          aligned([
            ['', 'now', 'needed', 'accuracy %'],
            ...specification.items.map(({ name, unit, now, needed, open, accuracy }) => [
              `${name}${unit === '' ? '' : ` (${unit})`}`,
              short(now),
              needed === null
                ? open
                  ? 'open'
                  : 'not enough'
                : `${short(needed)}${open ? ' or looser' : ''}`,
              percent(accuracy),
            ]),
          ]),
        ]
      : []),
    '',
    ...findings.filter((finding) => !failed.includes(finding)).map((finding) => `- ${finding}`),
  ].join('\n');
}

const accuracyRow = (name: string, { mean, ci95, deviation }: MeanInterval) => [
  name,
  percent(mean),
  ci95 ? `${percent(ci95[0])} to ${percent(ci95[1])}` : '-',
  deviation === null ? '-' : percent(deviation),
];

const interval = ({ ci95 }: MeanInterval) => (ci95 ? pointsInterval(ci95) : '-');
const short = (value: number) => String(Number(value.toPrecision(3)));
