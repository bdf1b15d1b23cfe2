import { SERIES_COLOURS } from '../charts/svg-plot.js';
import { chart } from '../pages/page.js';
import { heatMap } from './heat-map.js';
import { joinedLine, linesOf } from './lines-of.js';
import { parallelCoordinates } from './parallel-coordinates.js';
import { sweepLine } from './sweep-line.js';
import { grouped, type SweepSamples } from './sweep-samples.js';

/** Above this many values an axis makes no heat map. */
const CELLS = 24;
/** The share of its cells that a heat map may lack, such as points that failed. */
const GAPS = 0.1;
/** Up to so many numbers are lines rather than rows of a heat map. */
const FEW = 2;

/**
 * What fits the axes of a sweep: a line over one, lines or a heat map over two, parallel
 * coordinates over more. All that one page draws in colours of accuracy has one scale of colours.
 */
export function sweepPictures(all: SweepSamples): string {
  const found = joinedLine(all);
  const { axes, samples } = found;
  const [first, second] = axes;
  if (samples.length === 0 || !first) return '';
  if (!second) return line(found);
  if (axes.length > 2) return eachRun(found, 'lines');
  const index = lineAxis(found, isSharp);
  if (index !== undefined) return line(linesOf(found, index), axes[index]!.field);
  if (isFull(found)) return eachRun(found, 'map');
  const other = lineAxis(found, () => true);
  return other === undefined ? eachRun(found, 'lines') : line(linesOf(found, other), axes[other]!.field);
}

type Axis = SweepSamples['axes'][number];

/** Texts have no distance between them, and two numbers make no map. */
const isSharp = ({ numeric, values }: Axis) => !numeric || values.length <= FEW;

/**
 * The axis whose values become lines, each with a colour of its own: texts before numbers, the
 * fewer values first.
 */
function lineAxis({ axes, ids }: SweepSamples, isFit: (axis: Axis) => boolean): 0 | 1 | undefined {
  const most = SERIES_COLOURS.length / ids.length;
  const fit = ([0, 1] as const).filter((i) => isFit(axes[i]!) && axes[i]!.values.length <= most);
  const rank = (i: 0 | 1) => (axes[i]!.numeric ? CELLS : 0) + axes[i]!.values.length;
  return fit.sort((a, b) => rank(a) - rank(b))[0];
}

/** Whether every run has nearly every cell of a map that is not too large. */
function isFull({ axes, samples, ids }: SweepSamples): boolean {
  const [across, down] = axes.map(({ values }) => values.length) as [number, number];
  if (across > CELLS || down > CELLS) return false;
  const groups = grouped(samples);
  return ids.every((id) => groups.filter((one) => one.id === id).length >= (1 - GAPS) * across * down);
}

function line(found: SweepSamples, by?: string): string {
  const axis = found.axes[0]!;
  const lines = by ? `, a colour for each ${by}` : '';
  const caption = `Accuracy against ${axis.field}${lines}: the ${axis.numeric ? 'line' : 'circle'} is the mean over the seeds, the
${axis.numeric ? 'band' : 'bar'} its 95 % interval where there are several, each dot a run.`;
  return chart((width) => sweepLine(found, { width }), { name: `accuracy-${axis.name}`, caption });
}

function eachRun(found: SweepSamples, kind: 'map' | 'lines'): string {
  const { axes, ids } = found;
  const draw = kind === 'map' ? heatMap : parallelCoordinates;
  return ids
    .map((id) => {
      const of = ids.length > 1 ? ` of ${id}` : '';
      const alike = ids.length > 1 ? ' All runs share the colours.' : '';
      const caption =
        kind === 'map'
          ? `Accuracy${of} in percent, the mean over the seeds, against ${axes[0]!.field} and ${axes[1]!.field}.${alike}`
          : `Each line is a point of the sweep${of}, from its values to its accuracy, which is its colour: yellow is best.${alike}`;
      return chart((width) => draw(found, { id, width }), {
        name: `accuracy-${id.replaceAll(' ', '-')}`,
        caption,
      });
    })
    .join('\n');
}
