import type { FittedQuantity } from './pulse-fit.js';

/** Whole numbers in the factories. */
const whole = new Set(['states', 'pulsesUp', 'pulsesDown', 'pulses']);

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
    const rounded = whole.has(name) ? Math.max(Math.round(value), 2) : Number(value.toPrecision(6));
    const list = /^(\w+)\[\d+\]$/.exec(name)?.[1];
    const [outer, inner] = name.split('.');
    if (list) device[list] = [...((device[list] as number[] | undefined) ?? []), rounded];
    else if (inner) device[outer] = { ...(device[outer] as object | undefined), [inner]: rounded };
    else device[name] = rounded;
  }
  return device;
}
