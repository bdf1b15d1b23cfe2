import type { ChipConfiguration } from '../configuration.js';
import type { MeanInterval } from '../statistics.js';
import type { BudgetItem, EstimateResult, SpecificationItem } from './estimate-result.js';

/** What a designer should know first, in plain sentences, each with what to do about it. */
export function findingsOf(
  result: Omit<EstimateResult, 'findings'>,
  chip: ChipConfiguration,
): readonly string[] {
  return [
    distance(result),
    ...saturation(result, chip),
    ...wireLoss(result, chip),
    ...(result.budget ? budgetFindings(result.budget.items, result.budget.total) : []),
    ...(result.specification ? specificationFindings(result.specification) : []),
    energy(result),
    ...result.failures.slice(0, 1).map(({ task, error }) => `A run failed (${task}): ${error}.`),
  ];
}

function distance({ chip, ideal, difference, seeds }: Omit<EstimateResult, 'findings'>): string {
  const lost =
    difference.mean <= 0 ? `${points(-difference.mean)} below` : `${points(difference.mean)} above`;
  return `The chip scores ${percent(chip.mean)}${interval(chip)} over ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}, ${lost} ideal floats (${percent(ideal.mean)}).`;
}

/** Shares of clipped conversions that deserve a word, and that only waste codes. */
const CLIPPED = 0.01;
const UNUSED = 1e-5;

function saturation(
  { counters }: Omit<EstimateResult, 'findings'>,
  { converters: { adc } }: ChipConfiguration,
): string[] {
  if (counters === null || counters.adcSaturation === 0 || adc.range === 'calibrated') return [];
  const share = counters.adcSaturation;
  if (share >= CLIPPED) {
    return [
      `The ADCs clip in ${percent(share)} of conversions: raise converters.adc.range above ${adc.range}, or spread the inputs over more tiles.`,
    ];
  }
  if (share > UNUSED) return [];
  return [
    `The ADCs clip in only ${percent(share)} of conversions: a smaller converters.adc.range than ${adc.range} would give finer steps at the same ${adc.bits} bits.`,
  ];
}

function wireLoss(
  { cost: { wireLoss }, wires }: Omit<EstimateResult, 'findings'>,
  { array }: ChipConfiguration,
): string[] {
  if (wires === null || wireLoss.share < 0.05) return [];
  const better =
    wireLoss.tile > 0
      ? `${wireLoss.tile} x ${wireLoss.tile} tiles keep it under 5 %`
      : 'no tile keeps it under 5 %';
  return [
    `With all cells on, ${array.rows} x ${array.cols} tiles lose ${percent(wireLoss.share)} of their current in the wires: ${better}.`,
  ];
}

/** Items told in full. */
const TOLD = 3;

function budgetFindings(items: readonly BudgetItem[], total: MeanInterval): string[] {
  const costly = items.filter(({ share }) => isAbove(share)).slice(0, TOLD);
  const free = items.filter(
    ({ alone, removed }) => !isAbove(alone) && !isAbove(removed) && !isBelow(removed),
  );
  const helps = items.filter(({ removed }) => isBelow(removed));
  return [
    `All non-idealities together cost ${points(total.mean)}${interval(total, points)}.`,
    ...costly.map(
      ({ label, share, removed, remedy }) =>
        `${capital(label)} ${verb(label)} ${points(share.mean)}${interval(share, points)}; without it the chip would gain ${points(removed.mean)}. What helps: ${remedy}.`,
    ),
    ...items
      .filter(({ interacts }) => interacts)
      .map(({ label, alone, removed }) => {
        const more = removed.mean > alone.mean;
        return `${capital(label)} ${more ? 'costs more' : 'costs less'} among the others than alone (${points(removed.mean)} against ${points(alone.mean)}): ${more ? 'removing it helps only while the others are there' : 'the others hide it'}.`;
      }),
    ...(free.length > 0
      ? [`No cost was seen of ${joined(free.map(({ label }) => label))}: there is room to save.`]
      : []),
    ...helps.map(
      ({ label, removed }) =>
        `${capital(label)} helps: without it the chip would lose ${points(-removed.mean)} (imperfect devices can regularise).`,
    ),
  ];
}

function specificationFindings({
  target,
  items,
}: {
  target: number;
  items: readonly SpecificationItem[];
}): string[] {
  return items.map(({ name, unit, now, needed, accuracy }) => {
    const quantity = (value: number) => `${Number(value.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}`;
    if (needed === null) {
      return `${capital(name)} alone cannot bring ${percent(target)}: the best value tried gives ${percent(accuracy)}.`;
    }
    const same = Math.abs(needed - now) <= 1e-9 * Math.abs(now);
    return `For ${percent(target)} with all else as it is: ${name} of ${quantity(needed)} (${percent(accuracy)}); ${same ? 'as it is now' : `now ${quantity(now)}`}.`;
  });
}

function energy({
  cost: { trainingImage, inference, areaM2, largestPart },
}: Omit<EstimateResult, 'findings'>): string {
  const nano = (energyJ: number) => `${Number((1e9 * energyJ).toPrecision(3))} nJ`;
  const micro = (sec: number) => `${Number((1e6 * sec).toPrecision(3))} us`;
  return `A training image costs ${nano(trainingImage.energyJ)} and ${micro(trainingImage.latencySec)}, a pass through the network ${nano(inference.energyJ)} and ${micro(inference.latencySec)}, on ${Number((1e6 * areaM2).toPrecision(3))} mm2; ${percent(largestPart.share)} of the energy goes into ${largestPart.name}.`;
}

const isAbove = ({ mean, ci95 }: MeanInterval) => (ci95 ? ci95[0] > 0 : mean > 0);
const isBelow = ({ mean, ci95 }: MeanInterval) => (ci95 ? ci95[1] < 0 : mean < 0);
const percent = (fraction: number) => `${Number((100 * fraction).toPrecision(4))} %`;
const points = (fraction: number) => `${(100 * fraction).toFixed(2)} points`;
const capital = (text: string) => text[0].toUpperCase() + text.slice(1);
const verb = (label: string) =>
  /cells$|ADCs$/.test(label) && !/of the (ADCs|cells)$/.test(label) ? 'cost' : 'costs';

function interval({ ci95 }: MeanInterval, write: (value: number) => string = percent): string {
  return ci95 ? ` (95 % ${write(ci95[0]).replace(/ (%|points)$/, '')} to ${write(ci95[1])})` : '';
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
