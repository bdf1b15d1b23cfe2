import type { FittedQuantity } from '../types.js';

/** Pulse numbers, whole or not, which the factories take from 1. */
const counts = new Set(['states', 'pulsesUp', 'pulsesDown', 'pulses']);

/** Taken in [-0.999, 0.999]; a fit in which one way has no step or no exponent ends at 1. */
const asymmetries = new Set(['upDown', 'upDownAsymmetry', 'gammaUpDown']);

/** No parameter of a model: what the fit chose, and what belongs to the reading. */
const apart = new Set(['nodes', 'readNoise', 'readNoiseS']);

/**
 * The parameters of a fit as its model's factory takes them, with `model` in front: dotted names
 * nested, `list[i]` put together, six significant digits. It stands under `hardware.device` of a
 * configuration as it is.
 */
export function factoryParameters(
  model: string,
  values: readonly Pick<FittedQuantity, 'name' | 'value'>[],
): Record<string, unknown> {
  const device: Record<string, unknown> = { model };
  for (const { name, value } of values) {
    if (apart.has(name)) continue;
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
  const least = counts.has(name) ? 1 : asymmetries.has(name) ? -0.999 : -Infinity;
  const most = asymmetries.has(name) ? 0.999 : Infinity;
  return Number(Math.min(Math.max(value, least), most).toPrecision(6));
}
