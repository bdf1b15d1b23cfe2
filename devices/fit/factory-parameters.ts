import type { FittedQuantity } from './pulse-fit.js';

/** Whole numbers in the factories. */
const whole = new Set(['states', 'pulsesUp', 'pulsesDown', 'pulses']);

/** Taken in [-0.999, 0.999]; a fit in which one way has no step or no exponent ends at 1. */
const asymmetries = new Set(['upDown', 'upDownAsymmetry', 'gammaUpDown']);

/** No parameter of a model: what the fit chose, and what belongs to the reading. */
const apart = new Set(['nodes', 'readNoise', 'readNoiseS']);

/**
 * The parameters of a fit as its model's factory takes them, with `model` in front: dotted names nested, `list[i]` put
 * together, six significant digits. The difference of up and down steps from device to device is left out of models
 * given by `states`, since a configuration has no key for it.
 */
export function factoryParameters(
  model: string,
  values: readonly Pick<FittedQuantity, 'name' | 'value'>[],
): Record<string, unknown> {
  const byStates = values.some(({ name }) => name === 'states');
  const device: Record<string, unknown> = { model };
  for (const { name, value } of values) {
    if (apart.has(name) || (byStates && name === 'deviceVariation.upDown')) continue;
    const rounded = taken(name, value);
    const list = /^(\w+)\[\d+\]$/.exec(name)?.[1];
    const [outer, inner] = name.split('.');
    if (list) device[list] = [...((device[list] as number[] | undefined) ?? []), rounded];
    else if (inner) device[outer] = { ...(device[outer] as object | undefined), [inner]: rounded };
    else device[name] = rounded;
  }
  return device;
}

function taken(name: string, value: number): number {
  if (whole.has(name)) return Math.max(Math.round(value), 2);
  return Number((asymmetries.has(name) ? Math.min(Math.max(value, -0.999), 0.999) : value).toPrecision(6));
}
