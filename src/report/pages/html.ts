import type { ReceptiveFields } from '../../experiments/chip-report/receptive-fields.js';
import type { ExperimentResult, RunResult } from '../../experiments/results/result.js';
import { accuracyChart } from '../charts/accuracy-chart.js';
import { conductances, currentLosses, homeostasis } from '../charts/chip-pictures.js';
import { learningCurves } from '../charts/learning-curves.js';
import { haveClasses, receptiveFieldsFigure } from '../charts/receptive-fields.js';
import { quantity } from '../format.js';
import { headline, seedsOfMeans } from '../run-facts.js';
import { chipTable } from '../tables/chip-table.js';
import { htmlTable } from '../tables/html-table.js';
import { chart, page, paragraph, section } from './page.js';
import { provenance } from './provenance.js';
import { summary } from './summary.js';

export interface ReportInput {
  readonly result: ExperimentResult;
  /** One entry for each run that has them; none by default. */
  readonly receptiveFields?: readonly ReceptiveFields[];
}

/**
 * The report as one HTML page that needs nothing but itself: what the result says in sentences,
 * charts, receptive fields, the table, and how it was made. Light or dark as the reader prefers.
 * Renders any list of runs, finished or not. Throws InputError for receptive fields of inconsistent
 * shape. Importing this file loads the plotting library, about 0.5 s: import it when a report is
 * due.
 */
export function reportHtml({ result, receptiveFields = [] }: ReportInput): string {
  return page({
    title: result.name,
    summary: summary(result),
    sections: [
      section('Accuracy', accuracy(result)),
      section('Learning', learning(result)),
      section('What the neurons look for', fields(receptiveFields)),
      section('Conductances before and after training', conductances(result)),
      section('Homeostasis', homeostasis(result)),
      section('Current lost in the wires', currentLosses(result)),
      section('All runs', htmlTable(result)),
      section('What the arrays did', chipTable(result)),
      section('How it was made', provenance(result)),
    ],
  });
}

function accuracy(result: ExperimentResult): string {
  if (result.runs.length === 0) return '';
  const caption = `Accuracy of each run on ${quantity(result.dataset.test)} test images. ${whiskers(result.runs)} All runs see the same images, so a
difference between two of them can be certain although their whiskers overlap; its own interval is in the table.`;
  return chart((width) => accuracyChart(result, { width }), { name: 'accuracy', caption });
}

/** What the whiskers mean: a mean over seeds has an interval of its own. */
function whiskers(runs: readonly RunResult[]): string {
  const [means, single] = [true, false].map((isMean) => runs.filter((run) => hasInterval(run) === isMean));
  const wilson =
    '95 % Wilson intervals: where another test set of this size could have put the figure of this one chip';
  if (means!.length === 0) return `The whiskers are ${wilson}.`;
  const student = `95 % intervals of the mean over ${seedsOfMeans(means!)} (Student's t)`;
  return `The whiskers are ${student}${single!.length > 0 ? `; those of single runs ${wilson}` : ''}.`;
}

function hasInterval(run: RunResult): boolean {
  const found = headline(run);
  return found !== null && run.intervals?.[found.kind] !== undefined;
}

function learning(result: ExperimentResult): string {
  if (result.runs.length === 0) return '';
  if (learningCurves(result) === null) return paragraph('No learning curve was recorded.');
  const sampled = result.runs.filter((run) => run.curve?.length).length;
  const sample = 'on a small fixed sample, so the last point need not equal the final accuracy';
  const others =
    sampled < result.runs.length ? '; runs without such a curve show the test set after each epoch' : '';
  const measured = sampled === 0 ? 'on the test set after each epoch' : sample + others;
  const caption = `Accuracy against the training images seen, measured ${measured}. The vertical axis need not start at zero.`;
  return chart((width) => learningCurves(result, { width })!, { name: 'learning', caption });
}

function fields(all: readonly ReceptiveFields[]): string {
  if (all.length === 0) return '';
  const neuron = all.some(haveClasses)
    ? `one output neuron: red pixels drive it, blue ones hold it back. Below stands the class that the neuron
answers to.`
    : `one neuron of the first layer (of a convolution, one filter): red pixels drive it, blue ones hold it back.`;
  const intro = `Each square shows the weights from the input image to ${neuron} The colour scale is shared by the
neurons of a run; the few weights beyond it take its end colours.`;
  return [paragraph(intro), ...all.map(receptiveFieldsFigure)].join('\n');
}
