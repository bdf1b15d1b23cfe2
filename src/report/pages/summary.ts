import type { ChipConfiguration } from '../../configuration/configuration.js';
import { defaultRule, findLearningRule, ruleLabel } from '../../configuration/learning-rule.js';
import { isMapping } from '../../configuration/plain-data.js';
import { importedNotes } from '../../experiments/notes/imported-notes.js';
import { uncompensatedDrift } from '../../experiments/notes/uncompensated-drift.js';
import { didNotLearn, notLearned } from '../../experiments/results/learned.js';
import type { ExperimentResult, RunResult } from '../../experiments/results/result.js';
import { percent, pointsInterval, quantity, signedPoints } from '../format.js';
import {
  type ConfigurationDifference,
  configurationDifferences,
  hardwareName,
  headline,
  isIdeal,
  seedsOfMeans,
} from '../run-facts.js';
import { unsettledNotes } from '../unsettled.js';

/** Above this many chips only the best and the worst get a sentence. */
const CHIPS_IN_FULL = 3;

/**
 * What the result says, in plain sentences, the chip first: its accuracy, how far it lies from
 * ideal EqProp and from float backprop and in which direction, what the ideal runs score, which
 * runs did not end well, and what was measured. Takes any list of runs, also an empty one.
 */
export function summary(result: ExperimentResult): string[] {
  const { runs } = result;
  if (runs.length === 0) return ['The experiment has no runs.'];
  const chips = runs.filter((run) => !isIdeal(run));
  const told = chips.length > CHIPS_IN_FULL ? extremes(chips) : chips;
  const ideals = runs.filter(isIdeal);
  return [
    ...notLearned(runs),
    ...(told.length < chips.length ? [rangeSentence(chips, told)] : []),
    ...told.map((run) => score(result, run)),
    ...(told.some((run) => configurationDifferences(result, run).some(isAbove))
      ? ['Above the ideal is possible: bounded, noisy devices can also regularise.']
      : []),
    ...ideals.map((run) => score(result, run)),
    ...runs.flatMap(ending),
    ...new Set(
      chips.flatMap(({ hardware }) => (isChip(hardware) ? (uncompensatedDrift(hardware) ?? []) : [])),
    ),
    ...unsettledNotes(result),
    ...importedNotes(result),
    ...measure(result),
  ];
}

/** Results of earlier versions name less. */
function isChip(hardware: unknown): hardware is ChipConfiguration {
  return isMapping(hardware) && isMapping(hardware.read) && isMapping(hardware.effects);
}

function score(result: ExperimentResult, run: RunResult): string {
  const found = headline(run);
  if (!found) return `${capital(subject(result, run))} has no measured accuracy.`;
  if (didNotLearn(run))
    return `${capital(subject(result, run))} scores ${percent(found.value)} % without having learned.`;
  const beside = configurationDifferences(result, run)
    .filter(({ isSound }) => isSound)
    .map((one) => position(one, run))
    .join(' and ');
  return `${capital(subject(result, run))} scores ${percent(found.value)} %${beside && `, ${beside}`}.`;
}

/**
 * `the chip (taox-tio2)`, `ideal EqProp`, `float backprop`, with the run's id where several would
 * read the same.
 */
function subject({ runs }: ExperimentResult, run: RunResult): string {
  const alike = runs.filter((other) =>
    isIdeal(run) ? isIdeal(other) && other.rule === run.rule : !isIdeal(other),
  );
  const id = alike.length > 1 ? ` ${run.id}` : '';
  if (isIdeal(run)) return idealName(run) + id;
  return `the chip${id} (${hardwareName(run)}${run.rule === defaultRule ? '' : `, trained by ${ruleLabel(run.rule)}`})`;
}

const idealName = ({ rule }: RunResult) => findLearningRule(rule)?.idealLabel ?? `ideal ${rule}`;

/** Where a run lies beside its reference: below, above, or no difference seen. */
function position({ reference, delta, ci95, seeds }: ConfigurationDifference, run: RunResult): string {
  const name = idealName(reference);
  const scope = seeds > 1 ? `over ${seeds} seeds` : `of this one ${isIdeal(run) ? 'seed' : 'chip'}`;
  const interval = ci95 ? `95 % interval ${scope} ${pointsInterval(ci95)}` : 'interval not computed';
  if (ci95 ? ci95[0] <= 0 && ci95[1] >= 0 : delta === 0) {
    return `with no difference seen from ${name} (${signedPoints(delta)} points, ${interval})`;
  }
  return `${percent(Math.abs(delta))} points ${delta < 0 ? 'below' : 'above'} ${name} (${interval})`;
}

const isAbove = ({ delta, ci95, isSound }: ConfigurationDifference) =>
  isSound && (ci95 ? ci95[0] : delta) > 0;

/** The best and the worst of the chips that were measured. */
function extremes(chips: readonly RunResult[]): RunResult[] {
  const value = (run: RunResult) => headline(run)?.value ?? Number.NaN;
  const ranked = chips.filter((run) => headline(run)).sort((a, b) => value(b) - value(a));
  return [...new Set([ranked[0], ranked.at(-1)])].filter((run) => run !== undefined);
}

function rangeSentence(chips: readonly RunResult[], [best, worst = best]: readonly RunResult[]): string {
  if (!best || !worst) return `None of ${chips.length} chips has a measured accuracy.`;
  const [low, high] = [worst, best].map((run) => percent(headline(run)!.value));
  return `${chips.length} chips score between ${low} % and ${high} %; the best and the worst follow.`;
}

/** A sentence on a run that was interrupted. */
function ending({ id, status, epochs }: RunResult): string[] {
  const finished = `${epochs.length} finished ${epochs.length === 1 ? 'epoch' : 'epochs'}`;
  if (status === 'interrupted')
    return [`Run ${id} was interrupted after ${finished}: its figures are provisional.`];
  return [];
}

/** What the headline figures are accuracies of, and over how many seeds. */
function measure({ runs, dataset, comparisons }: ExperimentResult): string[] {
  const kinds = new Set(runs.flatMap((run) => headline(run)?.kind ?? []));
  if (kinds.size === 0) return [];
  const what = `Scores are fractions of ${quantity(dataset.test)} test images of ${dataset.name} classified correctly`;
  const [kind] = kinds;
  const how = {
    average: ', each output neuron standing for the class it responds to most (class association)',
    max: ', by the class of the strongest output neuron (class association)',
    linear: ' by a linear classifier on the output neurons',
    test: '',
  };
  const seeds = seedsOfMeans(runs);
  return [
    `${what}${kinds.size === 1 ? how[kind!] : ''}.`,
    ...(seeds === null ? intervalsOfOneSeed(comparisons) : [`They are means over ${seeds}.`]),
  ];
}

/** What the intervals of single runs leave out; nothing where no runs are compared. */
function intervalsOfOneSeed(comparisons: ExperimentResult['comparisons']): string[] {
  if (comparisons.length === 0) return [];
  return [
    'With one seed the intervals of differences cover the choice of test images alone.',
    'Another seed draws other initial weights and devices; seeds in the configuration gives intervals over them.',
  ];
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
