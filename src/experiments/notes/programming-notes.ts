import type { ChipSummary, ExperimentResult } from '../results/result.js';

/**
 * Share of weights or devices that deserves a word: ten times that of stuck cells on the default
 * chip.
 */
const MUCH = 0.01;

/** Something that programming could not do, and what helps: sentences without their full stops. */
export interface ProgrammingNote {
  readonly missed: string;
  readonly remedy: string;
}

/** What programming clipped and what it missed; nothing where that is little or not known. */
export function programmingNotes({
  clippedWeights = 0,
  unsettledDevices = 0,
  missingWeight = 0,
}: Partial<ChipSummary>): readonly ProgrammingNote[] {
  const clipped = {
    missed: `Programming clipped ${percent(clippedWeights)} of weights to what their devices can hold`,
    remedy: 'array.weightMax takes a larger number, or largest to hold them all',
  };
  const unsettled = {
    missed: `Programming left ${percent(unsettledDevices)} of devices off their targets, by ${missingWeight.toPrecision(2)} in weight, root mean square`,
    remedy:
      'smaller weights than array.weightMax keep away from the bounds, write.verify.rounds gives more tries',
  };
  return [...(clippedWeights < MUCH ? [] : [clipped]), ...(unsettledDevices < MUCH ? [] : [unsettled])];
}

/** A line each on what the chips of runs missed. */
export function programmingLines({ runs }: Pick<ExperimentResult, 'runs'>): readonly string[] {
  return runs.flatMap(({ id, chip = {} }) => programmingNotes(chip).map(({ missed }) => `${id}: ${missed}.`));
}

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;
