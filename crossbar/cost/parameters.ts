import { checkInteger, checkNumber, InputError } from '../../devices/index.js';
import { type CostConstant, costConstants } from './constants.js';

type Constants = typeof costConstants;

/**
 * What the cost of a chip rests on: the numbers of `costConstants`, by the same names, in the units
 * of their suffixes.
 */
export type CostParameters = {
  readonly [Group in keyof Constants]: { readonly [Name in keyof Constants[Group]]: number };
};

/** Some of them, by name. */
export type CostOverrides = { readonly [Group in keyof CostParameters]?: Partial<CostParameters[Group]> };

export interface CostField extends CostConstant {
  /** `adc.stepJ` */
  readonly name: string;
}

/** Every parameter with its default, unit and source, in reading order. */
export const costFields: readonly CostField[] = Object.freeze(
  Object.entries(costConstants).flatMap(([group, constants]) =>
    Object.entries<CostConstant>(constants).map(([name, constant]) =>
      Object.freeze({ name: `${group}.${name}`, ...constant }),
    ),
  ),
);

/**
 * The parameters with `overrides` in place of defaults, checked and frozen. Throws InputError
 * naming the parameter.
 */
export function costParameters(overrides: CostOverrides = {}): CostParameters {
  const known = costConstants as Record<string, Record<string, CostConstant>>;
  const given = overrides as Record<string, Record<string, number> | undefined>;
  for (const [group, values] of Object.entries(given)) {
    const unknown = Object.keys(values ?? {}).find((name) => known[group]?.[name] === undefined);
    if (unknown !== undefined || known[group] === undefined) {
      throw new InputError(
        `Unknown cost parameter ${unknown ? `${group}.${unknown}` : group}, expected one of ${names()}`,
      );
    }
  }
  const filled = Object.entries(known).map(([group, constants]) => [
    group,
    Object.freeze(
      Object.fromEntries(
        Object.entries(constants).map(([name, { value }]) => [name, given[group]?.[name] ?? value]),
      ),
    ),
  ]);
  const parameters = Object.freeze(Object.fromEntries(filled)) as CostParameters;
  check(parameters);
  return parameters;
}

const names = () => costFields.map(({ name }) => name).join(', ');

/** Must be above 0, being divided by. */
const divisors = ['driver.efficiency', 'adc.rateHz', 'adc.cornerHz'];
const shares = [
  'driver.efficiency',
  'write.halfSelect',
  'write.pulsedShare',
  'input.mean',
  'input.meanSquare',
];

function check(parameters: CostParameters): void {
  const values = parameters as Record<string, Record<string, number>>;
  for (const { name } of costFields) {
    const [group, key] = name.split('.') as [string, string];
    checkNumber(`cost.${name}`, values[group]![key]!, {
      min: divisors.includes(name) ? Number.MIN_VALUE : 0,
      max: shares.includes(name) ? 1 : Infinity,
    });
  }
  checkInteger('cost.adc.outputs', parameters.adc.outputs, { min: 1 });
  checkNumber('cost.write.slots', parameters.write.slots, { min: parameters.write.pulsesPerDevice });
}

/** The parameters where nothing is overridden. */
export const defaultCost: CostParameters = costParameters();
