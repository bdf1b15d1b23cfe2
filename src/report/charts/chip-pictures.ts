import { tileLoss } from '../../experiments/chip-report/tile-loss.js';
import type { ExperimentResult, RunResult } from '../../experiments/results/result.js';
import { si } from '../format.js';
import { chart } from '../pages/page.js';
import { conductanceChart } from './conductance-chart.js';
import { currentLossMap } from './current-loss-map.js';
import { homeostasisChart } from './homeostasis-chart.js';

type Runs = Pick<ExperimentResult, 'runs'>;

/** Histograms of the cells of every chip, before and after training; empty without chips. */
export function conductances({ runs }: Runs): string {
  return firstOfEachId(runs)
    .flatMap((run) => {
      const { conductances: histogram } = run;
      if (!histogram) return [];
      const caption = `The cells of all arrays of ${named(run)} by conductance. The last bin holds all beyond.`;
      const name = `conductances-${run.id}`;
      return chart((width) => conductanceChart(histogram, { width }), { name, caption });
    })
    .join('\n');
}

/** Homeostasis thresholds of every chip over training; empty without chips. */
export function homeostasis({ runs }: Runs): string {
  return firstOfEachId(runs)
    .filter(({ hardware }) => hardware !== 'ideal')
    .flatMap((run) => {
      const { homeostasis: trace } = run;
      if (!trace || trace.samples.length === 0) return [];
      const caption = `Thresholds of ${trace.units.length} neurons of ${named(run)} over training; the band spans all neurons. Dashed: the ends of the DACs' range, where in sight.`;
      const name = `homeostasis-${run.id}`;
      return chart((width) => homeostasisChart(trace, { width, range: rangeOf(run) }), { name, caption });
    })
    .join('\n');
}

/** Where the wires of every chip lose current, a full tile; empty where wires are ideal. */
export function currentLosses({ runs }: Runs): string {
  return firstOfEachId(runs)
    .flatMap((run) => {
      const loss = tileLoss(run);
      if (!loss) return [];
      const { byCell, mean } = loss;
      const { rows, cols, conductanceS } = loss.tile;
      const caption = `Share of its current that each cell of a ${rows} x ${cols} tile of ${run.id} loses in the wires, all inputs alike and all cells at ${si(conductanceS, 'S')}, the mean after training: ${(100 * mean).toFixed(1)} % on average. Sources are on the left, converters below.`;
      const name = `current-loss-${run.id}`;
      return chart((width) => currentLossMap(byCell, { rows, cols, width }), { name, caption });
    })
    .join('\n');
}

const named = ({ id, seed }: RunResult) => `${id}, seed ${seed}`;

function firstOfEachId(runs: readonly RunResult[]): readonly RunResult[] {
  return runs.filter(({ id }, i) => runs.findIndex((run) => run.id === id) === i);
}

/** Of the homeostasis DACs of a run's hardware; null where it has none. */
function rangeOf({ hardware }: RunResult): number | null {
  const { homeostasis: dac } = hardware as { homeostasis?: { range?: number; bits?: number } };
  return dac?.range && dac.bits ? dac.range : null;
}
