import type { Learned, RunResult } from './result.js';
import { wilsonInterval } from './wilson.js';

/** What a run is judged beside. */
export interface LearnedFacts {
  readonly classes: number;
  /** Images of the test, and of the sample that the learning curve is measured on. */
  readonly testImages: number;
  readonly curveImages: number;
  /** Accuracy of the nearest class mean on the same images; null where it was not computed. */
  readonly reference: number | null;
}

type Judged = Pick<RunResult, 'status' | 'accuracy' | 'curve' | 'epochs'>;

/**
 * Whether a run learned. It did not where its numbers became non-finite, where its accuracy cannot
 * be told from chance, where it ended significantly below its own first measurement, or where it is
 * closer to chance than to the nearest class mean, the simplest classifier there is. A network that
 * was not trained, or not tested, is not judged.
 */
export function judged(run: Judged, facts: LearnedFacts): Learned {
  const { reference } = facts;
  const verdict = (status: Learned['status'], reason: string | null = null): Learned => ({
    status,
    reason,
    reference: reference === null ? null : { name: 'nearest class mean', accuracy: reference },
  });
  const ended = reasons[run.status];
  if (ended) return verdict('not-learned', ended);
  const accuracy = run.accuracy.average ?? run.accuracy.test;
  if (accuracy === null) return verdict('not-measured');
  if (run.epochs.length === 0) return verdict('untrained');
  const chance = 1 / facts.classes;
  if (wilsonInterval(accuracy, facts.testImages)[0] <= chance) {
    return verdict('not-learned', `its ${percent(accuracy)} cannot be told from chance, ${percent(chance)}`);
  }
  const fall = fallOf(run, facts);
  if (fall) return verdict('not-learned', fall);
  if (reference !== null && accuracy - chance < (reference - chance) / 2) {
    const simple = `the nearest class mean, ${percent(reference)}`;
    return verdict('not-learned', `its ${percent(accuracy)} is closer to chance than to ${simple}`);
  }
  return verdict('learned');
}

/**
 * Whether a run is known not to have learned. Of a result without a verdict only its status speaks.
 */
export function didNotLearn({ learned, status }: Pick<RunResult, 'learned' | 'status'>): boolean {
  if (learned) return learned.status === 'not-learned';
  return status === 'non-finite' || status === 'failed';
}

/**
 * `Run backprop-ideal did not learn: its learning curve fell from 61.0 to 15.2 %.`; a sentence for
 * each run that did not.
 */
export function notLearned(runs: readonly RunResult[]): string[] {
  return runs.filter(didNotLearn).map((run) => `Run ${run.id} did not learn${reasonOf(run)}.`);
}

/** `: its numbers became non-finite`, or nothing. */
export function reasonOf({ learned, status }: Pick<RunResult, 'learned' | 'status'>): string {
  const reason = learned ? learned.reason : reasons[status];
  return reason ? `: ${reason}` : '';
}

/** What a status says by itself. */
const reasons: Readonly<Partial<Record<RunResult['status'], string>>> = {
  'non-finite': 'its numbers became non-finite',
  failed: 'it failed',
};

/** One verdict on the mean of several runs: it did not learn where one of them did not. */
export function judgedTogether(
  runs: readonly Pick<RunResult, 'learned' | 'status' | 'seed'>[],
): Learned | null {
  const failed = runs.filter(didNotLearn);
  const [first] = failed;
  const found = runs.find(({ learned }) => learned)?.learned ?? null;
  if (!first || runs.length === 1) return first?.learned ?? found;
  const seeds = failed.map(({ seed }) => seed).join(', ');
  const which =
    failed.length === runs.length ? 'with every seed' : `with seed${failed.length > 1 ? 's' : ''} ${seeds}`;
  const example = failed.length > 1 ? `; with seed ${first.seed}, ` : ', ';
  const reason = `${which}${first.learned?.reason ? `${example}${first.learned.reason}` : ''}`;
  return { status: 'not-learned', reason, reference: first.learned?.reference ?? null };
}

/**
 * Two standard errors of the difference of two shares of the same images: beyond it a fall is no
 * accident.
 */
const errors = 2;

/** From the first to the last measurement; null where nothing fell. */
function fallOf({ curve = [], epochs }: Judged, { curveImages, testImages }: LearnedFacts): string | null {
  const tests = epochs.flatMap(({ accuracy }) => accuracy.average ?? accuracy.test ?? []);
  const isCurve = curve.length > 1;
  const values = isCurve ? curve.map(({ average }) => average) : tests;
  const first = values[0];
  const last = values.at(-1);
  if (values.length < 2 || first === undefined || last === undefined) return null;
  const images = isCurve ? curveImages : testImages;
  const allowed = errors * Math.sqrt((first * (1 - first) + last * (1 - last)) / images);
  if (last >= first - allowed) return null;
  const what = isCurve ? 'its learning curve' : 'its test';
  return `${what} fell from ${percent(first)} to ${percent(last)}`;
}

const percent = (fraction: number) => `${(100 * fraction).toFixed(2)} %`;
