import type { ChipConfiguration } from '../../configuration/configuration.js';
import { importedNotes } from '../notes/imported-notes.js';
import { programmingNotes } from '../notes/programming-notes.js';
import { uncompensatedDrift } from '../notes/uncompensated-drift.js';
import { judgedTogether } from '../results/learned.js';
import type { MeanInterval } from '../results/statistics.js';
import type {
  BudgetItem,
  ErrorBudget,
  EstimatedCost,
  EstimateResult,
  SpecificationItem,
} from './estimate-result.js';

/** What a designer should know first, in plain sentences, each with what to do about it. */
export function findingsOf(
  result: Omit<EstimateResult, 'findings'>,
  chip: ChipConfiguration,
): readonly string[] {
  const failed = notLearned(result);
  return [
    ...unlearnedFindings(result),
    distance(result, failed.length > 0),
    ...saturation(failed.length > 0 ? { ...result, budget: null } : result, chip),
    ...programmingNotes(result.counters ?? {}).map(({ missed, remedy }) => `${missed}: ${remedy}.`),
    ...importedNotes(result),
    ...wireLoss(failed.length > 0 ? { ...result, budget: null } : result),
    ...[uncompensatedDrift(chip) ?? []].flat(),
    ...budgetFindings(result, failed),
    ...(result.specification ? specificationFindings(result.specification) : []),
    ...(result.cost ? [energy(result.cost)] : []),
    ...result.failures.slice(0, 1).map(({ task, error }) => `A run failed (${task}): ${error}.`),
  ];
}

/**
 * A sentence each on the chip and on ideal floats where they did not learn: no difference is then
 * to be shown.
 */
export function unlearnedFindings(result: Pick<EstimateResult, 'runs'>): readonly string[] {
  return notLearned(result).map(({ name, reason }) => `${capital(name)} did not learn${reason}.`);
}

interface NotLearned {
  readonly name: string;
  readonly reason: string;
}

/** Which of the chip and the ideal floats beside it did not learn. */
function notLearned({ runs }: Pick<EstimateResult, 'runs'>): NotLearned[] {
  const kinds = [
    { name: 'the chip', runs: runs.filter(({ hardware }) => hardware !== 'ideal') },
    { name: 'ideal floats', runs: runs.filter(({ hardware }) => hardware === 'ideal') },
  ];
  return kinds.flatMap(({ name, runs: own }) => {
    const learned = judgedTogether(own);
    return learned?.status === 'not-learned'
      ? [{ name, reason: learned.reason ? `: ${learned.reason}` : '' }]
      : [];
  });
}

function distance(
  { chip, ideal, difference, seeds }: Omit<EstimateResult, 'findings'>,
  isOpen: boolean,
): string {
  const scores = `The chip scores ${percent(chip.mean)}${interval(chip)} over ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}`;
  if (isOpen)
    return `${scores}, ideal floats ${percent(ideal.mean)}: no difference is drawn between runs that did not learn.`;
  const lost =
    difference.mean <= 0 ? `${points(-difference.mean)} below` : `${points(difference.mean)} above`;
  return `${scores}, ${lost} ideal floats (${percent(ideal.mean)}).`;
}

/** Shares of clipped conversions that deserve a word, and that only waste codes. */
const CLIPPED = 0.01;
const UNUSED = 1e-5;

function saturation(
  { counters, budget }: Omit<EstimateResult, 'findings'>,
  { converters: { adc, dac } }: ChipConfiguration,
): string[] {
  const { adcSaturation = 0, dacSaturation = 0 } = counters ?? {};
  const itemOf = (wanted: string) => budget?.items.find(({ name }) => name === wanted);
  return [
    ...(adc.range === 'calibrated'
      ? []
      : clipping(adcSaturation, itemOf('adc-range'), {
          said: `The ADCs clip in ${percent(adcSaturation)} of conversions`,
          remedy: `raise converters.adc.range above ${adc.range}, or spread the inputs over more tiles`,
        })),
    ...(dac.range === 'calibrated'
      ? []
      : clipping(dacSaturation, itemOf('dac-range'), {
          said: `The DACs clip ${percent(dacSaturation)} of inputs`,
          remedy: `raise converters.dac.range above ${dac.range}, or set it to calibrated`,
        })),
    ...(adc.range === 'calibrated' || adcSaturation === 0 || adcSaturation > UNUSED
      ? []
      : [
          `The ADCs clip in only ${percent(adcSaturation)} of conversions: a smaller converters.adc.range than ${adc.range} would give finer steps at the same ${adc.bits} bits.`,
        ]),
  ];
}

/**
 * What a share of clipped conversions asks for, by the item of the budget on it where there is one.
 */
function clipping(
  share: number,
  item: BudgetItem | undefined,
  { said, remedy }: { readonly said: string; readonly remedy: string },
): string[] {
  if (share < CLIPPED) return [];
  if (item && isBelow(item.removed)) {
    return [`${said}, and the chip gains from it: steps are finer than in a wider range.`];
  }
  return [`${said}: ${remedy}${item ? '' : '; an error budget tells whether it pays'}.`];
}

/**
 * A loss that all outputs share scales them and need not cost accuracy: what to do about it is for
 * the budget to say.
 */
function wireLoss({ budget, cost, wires }: Omit<EstimateResult, 'findings'>): string[] {
  if (wires === null || cost === null || cost.wireLoss.share < 0.05) return [];
  const { share, tile, conductanceS } = cost.wireLoss;
  const cells = conductanceS ? `, its cells at ${micro(conductanceS)} uS in the mean,` : '';
  const lost = `A full tile${cells} loses ${percent(share)} of its current in the wires`;
  const item = budget?.items.find(({ name }) => name === 'wires');
  if (item && !item.costs) {
    const found = `(${points(item.share.mean)}${interval(item.share, points)})`;
    if (isKnown(item) && item.share.ci95![1] < SMALL) {
      return [`${lost}, and the budget sees no cost of it ${found}: smaller tiles would not pay.`];
    }
    return [`${lost}; the budget does not settle whether it costs accuracy ${found}.`];
  }
  const better = tile > 0 ? `${tile} x ${tile} tiles keep it under 5 %` : 'no tile keeps it under 5 %';
  return [`${lost}: ${better}${item ? '' : '; an error budget tells whether it costs accuracy'}.`];
}

/** Items that get a sentence each. */
const TOLD = 3;
/** Items that cost no more than this are reported as having room. */
const SMALL = 0.01;

function budgetFindings(
  { budget }: Omit<EstimateResult, 'findings'>,
  failed: readonly NotLearned[],
): string[] {
  if (!budget) return [];
  if (failed.length === 0) return [...asked(budget), ...costs(budget.items, budget.total)];
  const names = failed.map(({ name }) => name).join(' and ');
  return [`The error budget says nothing, since ${names} did not learn.`];
}

/** What a budget that ends early has settled of what was asked for. */
function asked({ asked: goal, items }: ErrorBudget): string[] {
  if (!goal) return [];
  const { top, isCertain, runs } = goal;
  const names = (some: readonly BudgetItem[]) => some.map(({ label }) => label).join('; ');
  const leading = items.filter(({ ranks: [, last] }) => last <= top);
  if (isCertain) return [`Certain (95 %) after ${runs} runs, the ${top} most expensive: ${names(leading)}.`];
  const open = items.filter(({ ranks: [first, last] }) => first <= top && last > top);
  const certain = leading.length > 0 ? ` Certain so far: ${names(leading)}.` : '';
  return [`Open after ${runs} runs, the ${top} most expensive.${certain} These may be: ${names(open)}.`];
}

function costs(items: readonly BudgetItem[], total: MeanInterval): string[] {
  const clear = items.filter(({ costs: isCostly }) => isCostly);
  const costly = clear.slice(0, TOLD);
  const atMost = ({ mean, ci95 }: MeanInterval) => (ci95 ? ci95[1] : mean);
  const free = items.filter((item) => !clear.includes(item) && isKnown(item) && atMost(item.share) < SMALL);
  const unclear = items.filter(
    (item) => !clear.includes(item) && !(isKnown(item) && atMost(item.share) < SMALL),
  );
  const helps = items.filter((item) => item.helps);

  return [
    `All non-idealities together cost ${points(total.mean)}${interval(total, points)}.`,
    ...costly.map(
      ({ label, share, removed, remedy }) =>
        `${capital(label)}: ${points(share.mean)}${interval(share, points)}; the chip without it would gain ${points(removed.mean)}. What helps: ${remedy}.`,
    ),
    ...order(items),
    ...items
      .filter(({ interacts }) => interacts)
      .map(({ label, alone, removed }) => {
        const both = `${capital(label)}: ${points(removed.mean)} among the others against ${points(alone.mean)} alone`;
        if (removed.mean > alone.mean) return `${both}, so that improving the others makes it cheaper.`;
        return `${both}, so that ${isBelow(removed) ? 'it makes up for some of them' : 'the others hide it'}.`;
      }),
    ...list(free, 'Less than a point each, where there is room to save'),
    ...list(unclear, 'More seeds or test images are needed to tell what these cost'),
    ...helps.map(
      ({ label, removed }) =>
        `${capital(label)}: without it the chip would lose ${points(-removed.mean)}; imperfect devices can regularise.`,
    ),
  ];
}

/** Where the order of the items with a sentence is open. */
function order(items: readonly BudgetItem[]): string[] {
  const open = items.slice(0, TOLD).findIndex(({ ranks: [first, last] }) => first !== last);
  if (open < 0) return [];
  const rivals = items.filter(({ ranks: [first, last] }) => first <= open + 1 && last > open);
  const names = rivals.map(({ label }) => label).join('; ');
  return [`These seeds do not settle the order from rank ${open + 1} on, which may be that of: ${names}.`];
}

function list(items: readonly BudgetItem[], heading: string): string[] {
  return items.length > 0 ? [`${heading}: ${items.map(({ label }) => label).join('; ')}.`] : [];
}

function specificationFindings({
  target,
  items,
}: {
  target: number;
  items: readonly SpecificationItem[];
}): string[] {
  const open = items.filter((item) => item.open);
  const stopped =
    open.length > 0
      ? [
          `The search was stopped before these were settled, --resume with more runs goes on: ${open.map(({ name }) => name).join(', ')}.`,
        ]
      : [];
  const enough = items.flatMap(({ name, unit, now, needed, accuracy }) => {
    if (needed === null) return [];
    const quantity = (value: number) => `${Number(value.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}`;
    const same = Math.abs(needed - now) <= 1e-9 * Math.abs(now);
    return `For ${percent(target)} with all else as it is: ${name} of ${quantity(needed)} (${percent(accuracy)}); ${same ? 'as it is now' : `now ${quantity(now)}`}.`;
  });
  const best = items
    .filter((item) => item.needed === null && !item.open)
    .sort((a, b) => b.accuracy - a.accuracy);
  if (best.length === 0) return [...enough, ...stopped];
  const names = best.map(({ name, accuracy }) => `${name} (at best ${percent(accuracy)})`);
  return [...enough, ...stopped, `Not enough by themselves for ${percent(target)}: ${names.join(', ')}.`];
}

function energy({ trainingImage, inference, areaM2, largestPart }: EstimatedCost): string {
  const nano = (energyJ: number) => `${Number((1e9 * energyJ).toPrecision(3))} nJ`;
  const spent = (one: typeof inference) => `${nano(one.energyJ)} and ${micro(one.latencySec)} us`;
  const what = trainingImage
    ? `A training image costs ${spent(trainingImage)}, a pass through the network ${spent(inference)}`
    : `A pass through the network costs ${spent(inference)}`;
  return `${what}, on ${Number((1e6 * areaM2).toPrecision(3))} mm2; ${percent(largestPart.share)} of the energy goes into ${largestPart.name}.`;
}

/** One seed bounds no cost. */
const isKnown = ({ share }: BudgetItem) => share.ci95 !== null;
/** Of one seed nothing is said to help: it would be noise. */
const isBelow = ({ ci95 }: MeanInterval) => ci95 !== null && ci95[1] < 0;
const percent = (fraction: number) => `${Number((100 * fraction).toPrecision(4))} %`;
const micro = (value: number) => `${Number((1e6 * value).toPrecision(3))}`;
const points = (fraction: number) => `${(100 * fraction).toFixed(2)} points`;
const capital = (text: string) => text[0].toUpperCase() + text.slice(1);

function interval({ ci95 }: MeanInterval, write: (value: number) => string = percent): string {
  return ci95 ? ` (95 % ${write(ci95[0]).replace(/ (%|points)$/, '')} to ${write(ci95[1])})` : '';
}
