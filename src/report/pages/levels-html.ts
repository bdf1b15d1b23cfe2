import { ruleLabel } from '../../configuration/learning-rule.js';
import type { LevelsResult } from '../../experiments/levels/levels-result.js';
import { unlearnedLevels } from '../../experiments/levels/unlearned-levels.js';
import { type LevelSeries, levelChart } from '../charts/level-chart.js';
import { percent, quantity } from '../format.js';
import { chart, page, paragraph, section } from './page.js';
import { configurationBlock, versionText } from './provenance.js';

/**
 * A comparison of rules over levels as one HTML page that needs nothing but itself. Loads the
 * plotting library.
 */
export function levelsHtml(result: LevelsResult): string {
  return page({
    title: `${result.name}: ${result.vary}`,
    summary: sentences(result),
    sections: [
      section('Accuracy', accuracy(result)),
      section('How well updates point', fidelity(result)),
      section('How it was made', `${made(result)}\n${configurationBlock(result.config)}`),
    ],
  });
}

function sentences(result: LevelsResult): string[] {
  const { series, vary, bestBeta } = result;
  const chips = series.filter(({ hardware, points }) => hardware === 'chip' && points.length > 0);
  return [
    ...unlearnedLevels(result),
    ...chips.map(({ rule, points }) => {
      const [first, last] = [points[0]!, points.at(-1)!];
      return `${ruleLabel(rule)} on the chip scores ${percent(first.mean)} % at ${vary} ${first.level} and ${percent(last.mean)} % at ${last.level}.`;
    }),
    ...(bestBeta.length > 0
      ? [
          `Of the betas tried, the update comes nearest to the gradient with ${bestBeta.map(({ level, beta }) => `${beta} at ${level}`).join(', ')}.`,
        ]
      : []),
  ];
}

function accuracy({ series, vary, seeds }: LevelsResult): string {
  const lines = series.map(
    ({ rule, hardware, points }): LevelSeries => ({
      name: `${ruleLabel(rule)}, ${hardware}`,
      points,
      isReference: hardware === 'ideal',
    }),
  );
  const caption = `Accuracy against ${vary}. Bands are 95 % intervals over ${seeds.length} ${seeds.length === 1 ? 'seed, so there are none' : 'seeds'};
dashed lines are ideal floats. Levels stand at equal distances.`;
  const axes = { x: vary, y: 'accuracy, %', scale: 100 };
  return chart((width) => levelChart(lines, { ...axes, width }), { name: 'accuracy', caption });
}

function fidelity({ fidelity: found, vary }: LevelsResult): string {
  if (found.length === 0) return '';
  const lines = (of: 'cosine' | 'relativeError') =>
    found.map(
      ({ rule, beta, points }): LevelSeries => ({
        name: beta === null ? ruleLabel(rule) : `${ruleLabel(rule)}, beta ${beta}`,
        points: points.map((point) => ({ level: point.level, ...point[of] })),
        isReference: beta === null,
      }),
    );
  const caption = `The update that a rule asks for on the chip beside the exact gradient of its loss at the weights that the chip
holds, before training, without dropout: mean over 8 batches of 16 images. What writing loses is not part of it.`;
  return [
    chart((width) => levelChart(lines('cosine'), { x: vary, y: 'cosine', width }), {
      name: 'cosine',
      caption,
    }),
    chart((width) => levelChart(lines('relativeError'), { x: vary, y: 'relative error', width }), {
      name: 'relative-error',
      caption: 'The length of the difference between update and gradient, in lengths of the gradient.',
    }),
  ].join('\n');
}

function made(result: LevelsResult): string {
  const { dataset, seeds } = result;
  return paragraph(
    `crossprop ${versionText(result)}; ${quantity(dataset.train)} training and ${quantity(dataset.test)} test images of ${dataset.name}; seeds ${seeds.join(', ')}.`,
  );
}
