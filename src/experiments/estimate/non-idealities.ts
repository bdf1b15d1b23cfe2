import type { ChipConfiguration } from '../../configuration/configuration.js';
import { type Mapping, merged } from '../../configuration/plain-data.js';
import { type BudgetItemDefinition, budgetItems } from './budget-items.js';
import { chipFields, withField } from './chip-fields.js';
import type { ChipUse } from './chip-use.js';

/** One way in which a chip falls short of ideal arithmetic. */
export interface NonIdeality extends BudgetItemDefinition {
  /** The chip without it, all else as it was; the same chip where it has none. */
  readonly without: (chip: ChipConfiguration) => ChipConfiguration;
}

/** Puts the fields of an item to their values on a chip without it. */
function fieldsOff(item: string): NonIdeality['without'] {
  const fields = chipFields.filter(({ notes }) => notes.item === item && notes.off !== undefined);
  const change = fields.reduce<Mapping>((all, { path, notes }) => withField(all, path, notes.off), {});
  return (chip) => merged(chip, change) as ChipConfiguration;
}

/**
 * Every non-ideality that a hardware block can hold, to be removed in this order; all of them
 * removed leave the ideal chip.
 */
export const nonIdealities: readonly NonIdeality[] = budgetItems.map((item) => ({
  ...item,
  without: item.without ?? fieldsOff(item.name),
}));

/**
 * What lies in reads of an array and in neurons: where the array is the network, by Kirchhoff's
 * law, there are none.
 */
export const itemsOfReads: readonly string[] = [
  'adc-resolution',
  'adc-range',
  'adc-errors',
  'dac-resolution',
  'dac-range',
  'i-v-curve',
  'wires',
  'twin-arrays',
  'feedback',
  'neurons',
];

/** What acts on pulses of updates alone. */
export const itemsOfUpdates = ['update-circuit', 'half-select', 'rounding'];

/** Those that a chip has in a use of it, in their order. */
export function nonIdealitiesOf(chip: ChipConfiguration, use: ChipUse): readonly NonIdeality[] {
  const { range } = chip.converters.dac;
  const fullScale = range === 'calibrated' ? Number.POSITIVE_INFINITY : range;
  const absent = [
    ...(use.energy === 'resistive' ? itemsOfReads : []),
    ...(use.learns ? [] : itemsOfUpdates),
    ...(use.nudges ? [] : ['nudge-resolution', 'twin-arrays']),
    ...(use.hasHomeostasis ? [] : ['homeostasis-dac']),
    ...(use.readsBack ? [] : ['feedback']),
    ...(!use.drivesBeyondOne && fullScale >= 1 ? ['dac-range'] : []),
  ];
  const now = JSON.stringify(chip);
  const possible = nonIdealities.filter(({ name }) => !absent.includes(name));
  return possible.filter(({ without }) => JSON.stringify(without(chip)) !== now);
}

/** A chip without any of `removed`. */
export function withoutAll(chip: ChipConfiguration, removed: readonly NonIdeality[]): ChipConfiguration {
  return removed.reduce((left, { without }) => without(left), chip);
}
