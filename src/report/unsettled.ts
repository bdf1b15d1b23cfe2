import type { ExperimentResult, RunResult } from '../experiments/results/result.js';
import { quantity } from './format.js';

/** A sentence on each run in which the network was not at rest when a phase ended. */
export function unsettledNotes({ runs }: Pick<ExperimentResult, 'runs'>): string[] {
  return runs.flatMap(note);
}

function note({ id, train: { phases } }: RunResult): string[] {
  if (!phases?.unsettled) return [];
  const { count, unsettled, largestResidual } = phases;
  const distance =
    largestResidual === null
      ? 'what a sweep moves did not always shrink'
      : `at most ${largestResidual.toPrecision(2)} from rest, by estimate`;
  return [
    `Run ${id}: the network was not at rest when ${quantity(unsettled)} of ${quantity(count)} phases ended (${distance}).`,
  ];
}
