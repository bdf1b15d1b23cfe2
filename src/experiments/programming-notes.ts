import type { ChipSummary, ExperimentResult } from './result.js';

/** Share of devices off their targets that deserves a word: ten times that of stuck cells on the default chip. */
const MUCH = 0.01;

/** What write and verify missed, in a sentence without its full stop; null where that is little or not known. */
export function programmingNote({
  unsettledDevices = 0,
  missingWeight = 0,
}: Pick<ChipSummary, 'unsettledDevices' | 'missingWeight'>): string | null {
  if (unsettledDevices < MUCH) return null;
  const share = (100 * unsettledDevices).toPrecision(2);
  return `Programming left ${share} % of devices off their targets, by ${missingWeight.toPrecision(2)} in weight, root mean square`;
}

/** One line a run whose chip missed targets. */
export function programmingNotes({ runs }: Pick<ExperimentResult, 'runs'>): readonly string[] {
  return runs.flatMap(({ id, chip }) => {
    const note = programmingNote(chip ?? {});
    return note === null ? [] : [`${id}: ${note}.`];
  });
}
