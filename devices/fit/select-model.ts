import { InputError } from '../base/errors.js';
import { allPredictedPoints, fitModel, pointsNeeded } from './fit-model.js';
import { type LeftOut, outlyingDevices } from './measured/outlying-devices.js';
import type { PulseCurves } from './measured/pulse-curves.js';
import { tracksOf } from './measured/tracks.js';
import { type PulseFit, pulseFitOf } from './pulse-fit.js';
import { fittableModels, responseCurveNamed } from './responses/response-curves.js';
import type { ModelFit, RankedModel } from './types.js';
import { warningsOf } from './warnings.js';

export interface FitOptions {
  /** The model to fit; all by default. */
  readonly model?: string;
  /** Standard deviation of the instrument's own noise, taken off the read noise. 0 by default. */
  readonly instrumentNoiseS?: number;
}

/** The best fit, and how the others compare. */
export interface SelectedFit extends PulseFit {
  readonly schema: 1;
  /** The file that was fitted. */
  readonly source: string;
  readonly devices: number;
  readonly points: number;
  /** The best first. */
  readonly ranking: readonly RankedModel[];
  /** Devices unlike the others, without which the fit was made. */
  readonly leftOut: readonly LeftOut[];
  /** For a reader of the result, in plain words. */
  readonly warnings: readonly string[];
}

/**
 * Fits the model named, or every one, to measured pulse curves and returns the one of the smallest
 * AICc. Throws InputError for an unknown model, curves that do not move, and fewer points than
 * every model needs.
 */
export function fitPulseCurves(
  curves: PulseCurves,
  { model, instrumentNoiseS = 0 }: FitOptions = {},
): SelectedFit {
  if (!(Number.isFinite(instrumentNoiseS) && instrumentNoiseS >= 0))
    throw new InputError(`instrumentNoiseS: ${instrumentNoiseS}, expected a number >= 0 in siemens`);
  const leftOut = outlyingDevices(curves.devices);
  const odd = new Set(leftOut.map(({ name }) => name));
  const tracks = tracksOf({ ...curves, devices: curves.devices.filter(({ name }) => !odd.has(name)) });
  const names = model === undefined ? fittableModels : [model];
  const fits = names.map((name): TriedModel => {
    const curve = responseCurveNamed(name, tracks.largestPulse);
    return { name, fit: fitModel(tracks, curve), pointsNeeded: pointsNeeded(tracks, curve) };
  });
  const done = fits.flatMap(({ fit }) => (fit ? [fit] : []));
  if (done.length === 0) {
    const needs = fits.map(({ name, pointsNeeded: least }) => `${name} needs ${least}`);
    throw new InputError(
      `${curves.source}: ${allPredictedPoints(tracks.devices)} points besides the first of each sweep, expected more: ${needs.join(', ')}`,
    );
  }
  const best = done.reduce((a, b) => (b.aicc < a.aicc ? b : a));
  const selected = pulseFitOf(best, tracks, instrumentNoiseS);
  const ranking = rankingOf(fits, best.aicc);
  return {
    schema: 1,
    source: curves.source,
    devices: tracks.devices.length,
    points: best.points,
    ...selected,
    ranking,
    leftOut,
    warnings: warningsOf({ curves, leftOut, tracks, fit: best, selected, ranking, instrumentNoiseS }),
  };
}

interface TriedModel extends Pick<RankedModel, 'pointsNeeded'> {
  readonly name: string;
  readonly fit: ModelFit | null;
}

function rankingOf(fits: readonly TriedModel[], best: number): RankedModel[] {
  const likelihood = ({ aicc }: ModelFit) => Math.exp((best - aicc) / 2);
  const total = fits.reduce((sum, { fit }) => sum + (fit ? likelihood(fit) : 0), 0);
  return fits
    .map(({ name, fit, pointsNeeded: least }) => ({
      model: name,
      numbers: fit?.numbers ?? null,
      pointsNeeded: least,
      aicc: fit?.aicc ?? null,
      difference: fit ? fit.aicc - best : null,
      weight: fit ? likelihood(fit) / total : 0,
    }))
    .sort((a, b) => (a.aicc ?? Infinity) - (b.aicc ?? Infinity));
}
