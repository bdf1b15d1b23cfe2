import type { FittedSweep } from './fitted-sweeps.js';
import type { LeftOut } from './measured/outlying-devices.js';
import type { PulseCurves } from './measured/pulse-curves.js';
import { maxSweepPoints, type TrackedDevice, type Tracks } from './measured/tracks.js';
import { readVariance } from './noise/innovations.js';
import type { PulseFit } from './pulse-fit.js';
import type { ModelFit, RankedModel } from './types.js';

export interface Warned {
  readonly curves: PulseCurves;
  readonly leftOut: readonly LeftOut[];
  readonly tracks: Tracks;
  readonly fit: ModelFit;
  readonly selected: PulseFit;
  readonly ranking: readonly RankedModel[];
  readonly instrumentNoiseS: number;
}

/** What a user of the fit should know before trusting it, a sentence each. */
export function warningsOf(warned: Warned): string[] {
  const { notes = [] } = warned.curves;
  const leftOut = warned.leftOut.map(({ name, reason }) => `device ${name} is left out: ${reason}`);
  return [
    notes,
    leftOut,
    ofData(warned),
    ofGaps(warned),
    ofHeld(warned),
    ofMisfit(warned),
    ofInstrument(warned),
    ofRanking(warned),
  ].flat();
}

function ofData({ tracks: { devices, stuck, thinnedFrom }, selected }: Warned): string[] {
  const found = stuck.map((name) => `device ${name} does not move and is left out`);
  if (devices.length === 1)
    found.push('only one device: its variation to others is unknown, and taken as none');
  for (const [up, way] of [
    [true, 'up'],
    [false, 'down'],
  ] as const) {
    const without = devices.filter(({ tracks }) => !tracks.some((track) => track.up === up));
    if (without.length === devices.length)
      found.push(`no ${way} sweep: what is said of ${way} pulses is a guess`);
    else for (const { name } of without) found.push(`device ${name} has no ${way} sweep`);
  }
  if (thinnedFrom > 0) {
    found.push(`sweeps of up to ${thinnedFrom} points are thinned to ${maxSweepPoints} evenly spaced ones`);
  }
  if (selected.spread.some(({ name }) => name === 'readNoiseS')) {
    found.push(
      'readings err by the same amount at all conductances; read.noise of a configuration is relative: its share of a ' +
        'conductance stands beside it',
    );
  }
  return found;
}

/** Share of the range that the end of one sweep may miss the start of the other by. */
const gapShare = 0.05;

function ofGaps({ tracks: { devices, unitS }, fit: { noise } }: Warned): string[] {
  return devices.flatMap(({ name, tracks }: TrackedDevice) => {
    const up = tracks.find((track) => track.up);
    const down = tracks.find((track) => !track.up && track.cycle === up?.cycle);
    if (!up || !down) return [];
    const end = up.conductance[up.conductance.length - 1];
    const gap = down.conductance[0] - end;
    if (Math.abs(gap) < Math.max(gapShare, 4 * Math.sqrt(2 * readVariance(noise, end)))) return [];
    const where = gap > 0 ? 'above' : 'below';
    return [
      `device ${name}: the down sweep starts ${microsiemens(Math.abs(gap) * unitS)} ${where} the end of the up sweep`,
    ];
  });
}

function ofHeld({ fit: { curve, held } }: Warned): string[] {
  return held.map(
    (k) => `the data do not determine the ${curve.free[k].name}: held at a value read off the curves`,
  );
}

/** Correlation of neighbours, in its standard deviations, that chance alone would not give. */
const muchCorrelated = 4;

function ofMisfit({ selected: { curves, model } }: Warned): string[] {
  const correlation = neighbourCorrelation(curves);
  if (Math.abs(correlation) < muchCorrelated) return [];
  return [
    `the residuals of neighbouring points ${correlation > 0 ? 'agree' : 'alternate'} more than chance allows: ` +
      `${model} does not follow the shape of these curves`,
  ];
}

function neighbourCorrelation(curves: readonly FittedSweep[]): number {
  let [products, squares, pairs] = [0, 0, 0];
  for (const { residual } of curves) {
    for (let t = 2; t < residual.length; t++) {
      products += residual[t] * residual[t - 1];
      squares += residual[t] ** 2;
      pairs++;
    }
  }
  return squares === 0 ? 0 : (products / squares) * Math.sqrt(pairs);
}

/** AICc differences below this say nothing: Burnham and Anderson 2002, chapter 2. */
const indistinct = 2;

function ofRanking({ ranking: [best, ...others] }: Warned): string[] {
  const close = others.filter(({ difference }) => difference !== null && difference < indistinct);
  if (close.length === 0) return [];
  return [`${[best, ...close].map(({ model }) => model).join(' and ')} explain the data equally well`];
}

/** Read noise of devices and of the instrument add up in every reading. */
function ofInstrument({ selected, instrumentNoiseS }: Warned): string[] {
  if (instrumentNoiseS > 0 || selected.spread.every(({ name }) => !name.startsWith('readNoise'))) return [];
  return [
    'the data show the sum of read noise and instrument noise: --instrument-noise takes a known one off',
  ];
}

function microsiemens(conductanceS: number): string {
  return `${Number((conductanceS * 1e6).toPrecision(3))} uS`;
}
