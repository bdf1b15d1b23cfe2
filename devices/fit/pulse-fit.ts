import { boundQuantities } from '../models/responses/factory-form.js';
import type { FixedParameter, ModelParameter } from '../models/responses/response-curve.js';
import { type FittedSweep, fittedSweeps } from './fitted-sweeps.js';
import type { SharedDevice } from './joint/shared-device.js';
import type { Tracks } from './measured/tracks.js';
import { noiseIntervals } from './noise/noise-interval.js';
import { deviationOf, meanOverDevices } from './noise/random-effects.js';
import { factoryParameters } from './responses/factory-parameters.js';
import { linearised, meanDevice } from './solve/linearised.js';
import type { FittedQuantity, ModelFit } from './types.js';

/** A measured device as a model, and how sure of it the data are. */
export interface PulseFit {
  readonly model: string;
  /**
   * The model's name and its parameters, as the model's factory takes them; an unknown variation is
   * 0.
   */
  readonly device: Readonly<Record<string, unknown>>;
  readonly parameters: readonly FittedQuantity[];
  /** Parameters that no pulse curve, or not these, can tell. */
  readonly fixed: readonly FixedParameter[];
  /** Device to device, cycle to cycle, reading to reading: standard deviations. */
  readonly spread: readonly FittedQuantity[];
  readonly curves: readonly FittedSweep[];
}

const notFixed = 'these data do not fix it: goes with the range and pulses of the sweeps';

/**
 * Turns the free numbers of all devices into the model's own parameters and their scatter. Read
 * noise is what is left of it, in variance, without that of the instrument: at the root mean square
 * of the conductances where it is relative.
 */
export function pulseFitOf(fit: ModelFit, tracks: Tracks, instrumentNoiseS = 0): PulseFit {
  const { curve } = fit;
  const shared = fit.shared?.();
  const mean = shared?.free ?? meanDevice(fit);
  const known = curve.parameters.map((quantity) =>
    shared
      ? sharedParameter(shared, quantity, tracks.unitS)
      : parameterOf(fit, { quantity, mean, unitS: tracks.unitS }),
  );
  const parameters = known.flatMap((parameter) => ('reason' in parameter ? [] : [parameter]));
  const fixed = [...curve.fixed, ...known.flatMap((parameter) => ('reason' in parameter ? [parameter] : []))];
  const spread = [...deviceSpread(fit, mean), ...noiseSpread(fit, tracks, instrumentNoiseS)];
  const unknown = curve.spread.filter(({ name }) => spread.every((row) => row.name !== name));
  const none = unknown.map(({ name }) => ({ name, value: 0 }));
  return {
    model: curve.name,
    device: factoryParameters(curve.name, [...parameters, ...fixed, ...spread, ...none]),
    parameters,
    fixed,
    spread,
    curves: fittedSweeps(fit, tracks),
  };
}

/** A parameter that is one of the common numbers. */
function sharedParameter(
  { free, ci95 }: SharedDevice,
  { name, unit, meaning, of }: ModelParameter,
  unitS: number,
): FittedQuantity | FixedParameter {
  const value = of(free, unitS);
  const at = (k: number, number: number) => of(free.with(k, number), unitS);
  const k = free.findIndex((number, i) => at(i, number * 1.01 + 0.01) !== value);
  const interval = ci95[k];
  if (!interval) return { name, value, reason: notFixed };
  return { name, value, ci95: [at(k, interval[0]), at(k, interval[1])], unit, meaning };
}

function parameterOf(
  fit: ModelFit,
  { quantity, mean, unitS }: { quantity: ModelParameter; mean: readonly number[]; unitS: number },
): FittedQuantity | FixedParameter {
  const { name, unit, meaning, of } = quantity;
  const estimates = linearised(fit, (free) => of(free, unitS), mean);
  // What is measured from a bound that the data do not fix is not fixed either.
  const hanging = fit.held.some((k) => k < 2) && !boundQuantities.some((bound) => bound.name === name);
  const estimated = !hanging && estimates && meanOverDevices(estimates);
  if (!estimated) {
    return { name, value: of(mean, unitS), reason: notFixed };
  }
  const [low, high] = estimated.ci95;
  return { name, value: estimated.mean, ci95: [unit === '1' ? low : Math.max(low, 0), high], unit, meaning };
}

function deviceSpread(fit: ModelFit, mean: readonly number[]): FittedQuantity[] {
  return fit.curve.spread.flatMap(({ name, meaning, of }) => {
    const groups = of(mean, mean).flatMap((_, group) => {
      const estimates = linearised(fit, (free) => of(free, mean)[group], mean);
      return estimates ? [estimates] : [];
    });
    const found = deviationOf(groups);
    return found ? [{ name, value: found.deviation, ci95: found.ci95, unit: '1', meaning }] : [];
  });
}

function noiseSpread(fit: ModelFit, tracks: Tracks, instrumentNoiseS: number): FittedQuantity[] {
  const { cycle, read } = noiseIntervals(fit, tracks.devices);
  const meaning = `change by one pulse from pulse to pulse, relative to ${fit.curve.cycleNoiseOf}`;
  const rows: FittedQuantity[] = [{ name: 'cycleNoise', ...cycle, unit: '1', meaning }];
  if (!read) return rows;
  const typicalS = typicalConductance(tracks) * tracks.unitS;
  const relative = fit.noise.readOf === 'conductance';
  const unitS = relative ? typicalS : tracks.unitS;
  const without = (noise: number) => Math.sqrt(Math.max((noise * unitS) ** 2 - instrumentNoiseS ** 2, 0));
  const valueS = without(read.value);
  const endsS = read.ci95.map(without);
  if (relative) {
    const [low, high] = endsS.map((end) => end / unitS);
    const told = 'one reading from the next, relative to the conductance';
    return [
      ...rows,
      { name: 'readNoise', value: valueS / unitS, ci95: [low, high], unit: '1', meaning: told },
    ];
  }
  const [low, high] = endsS;
  const share = Number(((100 * valueS) / typicalS).toPrecision(3));
  const at = `${share} % of ${Number((typicalS * 1e6).toPrecision(3))} uS, the root mean square`;
  const told = `one reading from the next, the same at all conductances: ${at}`;
  return [...rows, { name: 'readNoiseS', value: valueS, ci95: [low, high], unit: 'S', meaning: told }];
}

/** Root mean square over all points, in units of the range. */
function typicalConductance({ devices }: Tracks): number {
  const all = devices.flatMap(({ tracks }) => tracks.flatMap(({ conductance }) => [...conductance]));
  return Math.sqrt(all.reduce((sum, g) => sum + g * g, 0) / all.length);
}
