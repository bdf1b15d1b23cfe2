import type { SweepResult } from '../../experiments/sweep/sweep-result.js';
import { quantity } from '../format.js';
import { page, section } from '../pages/page.js';
import { madeBy, timeText, versionText } from '../pages/provenance.js';
import { pointTable } from './point-table.js';
import { sweepPictures } from './sweep-pictures.js';
import { sweepSamples } from './sweep-samples.js';
import { sweepSummary } from './sweep-summary.js';

/**
 * The report of a sweep as one HTML page that needs nothing but itself: what was found, a picture
 * that fits what varies, the table of all points, the configuration. Takes a sweep in any state.
 */
export function sweepHtml(result: SweepResult): string {
  const found = sweepSamples(result);
  return page({
    title: result.name,
    summary: sweepSummary(result, found),
    sections: [
      section('Accuracy', sweepPictures(found)),
      section('All points', pointTable(result)),
      section('How it was made', provenance(result)),
    ],
  });
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
