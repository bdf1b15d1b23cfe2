import type { EstimateResult } from '../../experiments/estimate/estimate-result.js';
import { unlearnedFindings } from '../../experiments/estimate/findings.js';
import { budgetChart } from '../charts/budget-chart.js';
import { conductances, currentLosses, homeostasis } from '../charts/chip-pictures.js';
import { NOT_MEASURED, percent, pointsInterval, quantity, signedPoints } from '../format.js';
import { chart, page, paragraph, section } from './page.js';
import { plainTable } from './plain-table.js';
import { configurationBlock, versionText } from './provenance.js';

/** An estimate as one HTML page that needs nothing but itself. Loads the plotting library. */
export function estimateHtml(result: EstimateResult): string {
  return page({
    title: `${result.name}: estimate`,
    summary: result.findings,
    sections: [
      section('Accuracy', accuracy(result)),
      section('Error budget', budget(result)),
      section('What it takes', specification(result)),
      section('Conductances before and after training', conductances(result)),
      section('Homeostasis', homeostasis(result)),
      section('Current lost in the wires', currentLosses(result)),
      section('How it was made', `${conditions(result)}\n${configurationBlock(result.config)}`),
    ],
  });
}

function accuracy(result: EstimateResult): string {
  const { chip, ideal, difference, seeds, measure } = result;
  const isSound = unlearnedFindings(result).length === 0;
  const row = (name: string, { mean, ci95, values }: EstimateResult['chip']) => [
    name,
    percent(mean),
    ci95 ? `${percent(ci95[0])} to ${percent(ci95[1])}` : '',
    values.map(percent).join(', '),
  ];
  return plainTable(
    [`accuracy (${measure}) %`, 'mean', '95 % interval', `seeds ${seeds.join(', ')}`],
    [
      row('chip', chip),
      row('ideal floats', ideal),
      [
        'difference, points',
        isSound ? signedPoints(difference.mean) : NOT_MEASURED,
        isSound && difference.ci95 ? pointsInterval(difference.ci95) : '',
        '',
      ],
    ],
  );
}

function budget({ budget: found }: EstimateResult): string {
  if (found === null) return '';
  const caption = `What each non-ideality costs: bars are the mean of what it costs alone on an ideal chip (circle) and what its
removal gains on this one (cross), whiskers 95 % intervals over seeds. Where circle and cross lie apart, its cost depends
on the others. Ranks are those that paired comparisons over the seeds leave open. The chips compared share their seeds.`;
  return chart((width) => budgetChart(found, { width }), { name: 'error-budget', caption });
}

function specification({ specification: found }: EstimateResult): string {
  if (found === null) return '';
  const rows = found.items.map(({ name, unit, now, needed, open, accuracy: reached }) => [
    `${name}${unit && ` (${unit})`}`,
    String(Number(now.toPrecision(3))),
    needed === null
      ? open
        ? 'open'
        : 'not enough by itself'
      : `${Number(needed.toPrecision(3))}${open ? ' or looser' : ''}`,
    percent(reached),
  ]);
  const intro = `The loosest value of each part at which the chip reaches ${percent(found.target)} % with all else as it is.`;
  return `${paragraph(intro)}${plainTable(['part', 'now', 'needed', 'accuracy %'], rows)}`;
}

function conditions(result: EstimateResult): string {
  const { dataset, seeds, wires, cost, pending = [] } = result;
  const refresh =
    wires === null
      ? 'ideal'
      : `solved ${wires.solveEvery > 0 ? `every ${wires.solveEvery} updates` : 'after programming'} and followed every ${wires.updateEvery} updates`;
  return [
    ...(pending.length > 0 ? [`Not finished: ${pending.join(', ')}.`] : []),
    `crossprop ${versionText(result)}; ${quantity(dataset.train)} training and ${quantity(dataset.test)} test images of ${dataset.name} a run, the test images the same for all seeds; ${seeds.length} seeds; wires ${refresh}.`,
    ...(cost
      ? [
          `Energy, latency and area come from the cost model, whose numbers and sources crossprop crossbar cost prints; wires lose ${percent(cost.wireLoss.share)} % of the current of a full tile.`,
        ]
      : []),
  ]
    .map(paragraph)
    .join('\n');
}
