import type { SweepResult } from '../../experiments/sweep/sweep-result.js';
import { quantity } from '../format.js';
import { chart, page, section } from '../page.js';
import { madeBy, timeText, versionText } from '../provenance.js';
import { heatMap } from './heat-map.js';
import { parallelCoordinates } from './parallel-coordinates.js';
import { pointTable } from './point-table.js';
import { sweepLine } from './sweep-line.js';
import { type SweepSamples, sweepSamples } from './sweep-samples.js';
import { sweepSummary } from './sweep-summary.js';

/** Above this many values an axis makes no heat map. */
const CELLS = 24;

/**
 * The report of a sweep as one HTML page that needs nothing but itself: what was found, a picture that fits what varies (a line with a
 * band for one field, a heat map for two, parallel coordinates for more), the table of all points, the configuration. Takes a
 * sweep in any state.
 */
export function sweepHtml(result: SweepResult): string {
  const found = sweepSamples(result);
  return page({
    title: result.name,
    summary: sweepSummary(result, found),
    sections: [
      section('Accuracy', pictures(found)),
      section('All points', pointTable(result)),
      section('How it was made', provenance(result)),
    ],
  });
}

function pictures(found: SweepSamples): string {
  const { axes, samples, ids } = found;
  const [first, second] = axes;
  if (samples.length === 0 || !first) return '';
  if (!second) {
    const caption = `Accuracy against ${first.field}: the line is the mean over the seeds, the band its 95 % interval by Student's t,
each dot a run.${ids.length > 1 ? ` Colours: ${ids.join(', ')}, in this order blue, green, orange.` : ''}`;
    return chart((width) => sweepLine(found, { width }), { name: `accuracy-${first.name}`, caption });
  }
  const few = axes.length === 2 && first.values.length <= CELLS && second.values.length <= CELLS;
  return ids
    .map((id) => {
      const of = ids.length > 1 ? ` of ${id}` : '';
      const caption = few
        ? `Accuracy${of} in percent, the mean over the seeds, against ${first.field} and ${second.field}.`
        : `Each line is a point of the sweep${of}, from its values to its accuracy, which is its colour: yellow is best.`;
      const draw = few ? heatMap : parallelCoordinates;
      return chart((width) => draw(found, { id, width }), { name: `accuracy-${id}`, caption });
    })
    .join('\n');
}

function provenance(result: SweepResult): string {
  const { seed, points, timing, config } = result;
  return madeBy(
    [
      ['points', quantity(points.length)],
      ['seed', `${seed}`],
      ['crossprop', versionText(result)],
      ['time', timeText(timing)],
    ],
    config,
  );
}
