import type { ChipConfiguration, Configuration } from '../../configuration/configuration.js';
import { isDefaultModel } from '../../configuration/device/device-schema.js';
import { type DeepPartial, type Mapping, merged } from '../../configuration/plain-data.js';
import type { SpecifiedFigure } from '../../configuration/schema/field.js';
import { type ChipField, chipFields, fieldOf, withField } from './chip-fields.js';
import type { SpecificationItem } from './estimate-result.js';
import { itemsOfReads } from './non-idealities.js';

/** One figure of a chip that a designer can specify. */
interface Parameter extends SpecifiedFigure {
  readonly of: (chip: ChipConfiguration) => number | null;
  readonly with: (chip: ChipConfiguration, value: number) => DeepPartial<ChipConfiguration>;
  /** It has no part in a network that settles by Kirchhoff's law. */
  readonly ofReads?: boolean;
}

const falling = (from: number, count: number) => Array.from({ length: count }, (_, i) => from / 2 ** i);
const model = ({ device }: ChipConfiguration) => (isDefaultModel(device) ? device : null);

/** What is no field of its own. */
const derived: readonly Parameter[] = [
  {
    name: 'on/off ratio',
    unit: '',
    of(chip) {
      const device = model(chip);
      return device && device.gMinS > 0 ? device.gMaxS / device.gMinS : null;
    },
    with(chip, ratio) {
      const device = model(chip);
      return device ? { device: { ...device, gMinS: device.gMaxS / ratio } } : {};
    },
    values: [1.5, 2, 3, 5, 10, 20, 50, 100, 1000],
  },
  {
    name: 'device variation of the steps',
    unit: 'of the step',
    of: (chip) => model(chip)?.deviceVariation.step ?? null,
    with(chip, step) {
      const device = model(chip);
      return device ? { device: { ...device, deviceVariation: { ...device.deviceVariation, step } } } : {};
    },
    values: [...falling(1.6, 7), 0],
  },
  {
    name: 'stuck cells',
    unit: 'of the cells',
    of: ({ faults }) => faults.stuckLow + faults.stuckHigh,
    with(chip, share) {
      const { stuckLow, stuckHigh } = chip.faults;
      const all = stuckLow + stuckHigh;
      const low = all > 0 ? stuckLow / all : 1;
      return { faults: { stuckLow: share * low, stuckHigh: share * (1 - low) } };
    },
    values: [...falling(0.32, 8), 0],
  },
];

/** The figure that fields of one name are: the largest of their values, put in each. */
function figureOf(fields: readonly (ChipField & { readonly figure: SpecifiedFigure })[]): Parameter {
  const [{ figure, notes }] = fields as readonly [(typeof fields)[number]];
  return {
    ...figure,
    ofReads: itemsOfReads.includes(notes.item ?? ''),
    of: (chip) => Math.max(...fields.map(({ path }) => Number(fieldOf(chip, path)))),
    with: (_, value) => fields.reduce<Mapping>((all, { path }) => withField(all, path, value), {}),
  };
}

const specified = chipFields.flatMap((field) => {
  const { specify } = field.notes;
  return specify === undefined ? [] : [{ ...field, figure: specify }];
});

const figures = [...new Set(specified.map(({ figure }) => figure.name))].map((name) =>
  figureOf(specified.filter(({ figure }) => figure.name === name)),
);

/** Names in the order of results; figures of other fields follow them. */
const order = [
  'ADC bits',
  'DAC bits',
  'read noise',
  'on/off ratio',
  'device variation of the steps',
  'wire resistance',
  'stuck cells',
];

const place = ({ name }: Parameter) => (order.includes(name) ? order.indexOf(name) : order.length);

const parameters = [...figures, ...derived].sort((a, b) => place(a) - place(b));

/** The most chips that a search measures: of each part its tightest value, then halvings. */
export function maxSpecified(chip: ChipConfiguration, energy: Configuration['network']['energy']): number {
  const possible = parameters.filter(
    ({ of, ofReads }) => of(chip) !== null && (energy !== 'resistive' || !ofReads),
  );
  return possible.reduce((sum, { values }) => sum + 1 + Math.ceil(Math.log2(values.length)), 0);
}

/** Mean accuracies over seeds of chips, in their order; null = no more may be measured. */
export type Measure = (chips: readonly ChipConfiguration[]) => Promise<readonly number[] | null>;

/**
 * For every parameter alone, the loosest of its values at which the chip reaches `target`, by
 * bisection: accuracy is taken to rise from the loosest value to the tightest. All parameters are
 * bisected at the same time, so that the chips of a round can be measured side by side. Parts that
 * a network of that energy does not have are left out. Where `measure` ends the search, a part is
 * `open` whose value is not settled: `needed` is the loosest that was found to do so far.
 */
export async function findSpecification(
  chip: ChipConfiguration,
  { target, energy = 'hopfield' }: { target: number; energy?: Configuration['network']['energy'] },
  measure: Measure,
): Promise<readonly SpecificationItem[]> {
  const possible = parameters.filter(({ ofReads }) => energy === 'hopfield' || !ofReads);
  const searches = possible.flatMap((parameter) => {
    const now = parameter.of(chip);
    // Invariant: values[high] and those behind it reach the target, values[low] and those before it
    // do not.
    return now === null
      ? []
      : [{ parameter, now, low: -1, high: parameter.values.length, accuracy: Number.NaN, best: Number.NaN }];
  });
  const probe = ({ low, high, parameter: { values } }: (typeof searches)[number]) =>
    high === values.length ? values.length - 1 : Math.floor((low + high) / 2);
  for (;;) {
    const open = searches.filter(({ low, high }) => high - low > 1);
    if (open.length === 0) break;
    const places = open.map(probe);
    const chips = open.map(({ parameter }, i) =>
      merged(chip, parameter.with(chip, parameter.values[places[i]])),
    );
    const accuracies = await measure(chips as ChipConfiguration[]);
    if (accuracies === null) break;
    open.forEach((search, i) => {
      if (accuracies[i] >= target) Object.assign(search, { high: places[i], accuracy: accuracies[i] });
      else if (places[i] === search.parameter.values.length - 1) {
        // Not even the tightest value will do.
        Object.assign(search, { low: places[i], high: places[i] + 1, best: accuracies[i] });
      } else search.low = places[i];
    });
  }
  return searches.map(({ parameter: { name, unit, values }, now, low, high, accuracy, best }) => ({
    ...{ name, unit, now },
    ...(high - low > 1 && { open: true as const }),
    ...(high === values.length ? { needed: null, accuracy: best } : { needed: values[high], accuracy }),
  }));
}
