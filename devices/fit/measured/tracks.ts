import { InputError } from '../../base/errors.js';
import type { Sketch, StepSketch } from '../../models/responses/response-curve.js';
import type { PulseCurves, PulseSweep } from './pulse-curves.js';

/** A sweep as the fit takes it. */
export interface Track {
  readonly up: boolean;
  /** Which of the sweeps this way; absent = the only one. */
  readonly cycle?: string;
  /** Pulse numbers. */
  readonly pulses: Float64Array;
  /** In units of the measured range. */
  readonly conductance: Float64Array;
}

export interface TrackedDevice {
  readonly name: string;
  readonly tracks: readonly Track[];
  readonly sketch: Sketch;
}

export interface Tracks {
  readonly devices: readonly TrackedDevice[];
  /**
   * The unit of conductance: the range from the smallest to the largest value measured, in siemens.
   */
  readonly unitS: number;
  /** The longest sweep, in pulses. */
  readonly largestPulse: number;
  /** Devices left out since they do not move. */
  readonly stuck: readonly string[];
  /** The largest number of points that a thinned sweep had; 0 = none was thinned. */
  readonly thinnedFrom: number;
}

/** Points kept of a sweep, at most. */
export const maxSweepPoints = 500;

/** A device that moves less than this share of the whole range is stuck. */
const stuckBelow = 0.01;

/**
 * Scales the curves, leaves out stuck devices and thins long sweeps to `mostPoints` points at
 * evenly spaced places: the fit knows how many pulses lie between two points. Throws InputError
 * where no device moves.
 */
export function tracksOf({ source, devices }: PulseCurves): Tracks {
  const sweeps = devices.flatMap((device) => device.sweeps);
  const unitS = extent(sweeps.map(({ conductanceS }) => conductanceS));
  const moves = ({ sweeps: own }: { sweeps: readonly PulseSweep[] }) =>
    extent(own.map(({ conductanceS }) => conductanceS)) > stuckBelow * unitS;
  const moving = devices.filter(moves);
  if (moving.length === 0)
    throw new InputError(`${source}: no conductance changes, expected pulse responses`);
  const lengths = sweeps.map(({ pulses }) => pulses.length);
  return {
    devices: moving.map(({ name, sweeps: own }) => {
      const tracks = own.map((sweep) => trackOf(sweep, unitS));
      return { name, tracks, sketch: sketchOf(tracks) };
    }),
    unitS,
    largestPulse: sweeps.reduce(
      (most, { pulses }) => Math.max(most, pulses[pulses.length - 1] - pulses[0]),
      0,
    ),
    stuck: devices.filter((device) => !moves(device)).map(({ name }) => name),
    thinnedFrom: Math.max(0, ...lengths.filter((length) => length > maxSweepPoints)),
  };
}

function trackOf({ direction, cycle, pulses, conductanceS }: PulseSweep, unitS: number): Track {
  const kept = Math.min(pulses.length, maxSweepPoints);
  const index = (i: number) => Math.round((i * (pulses.length - 1)) / (kept - 1));
  return {
    up: direction === 'up',
    ...(cycle !== undefined && { cycle }),
    pulses: Float64Array.from({ length: kept }, (_, i) => pulses[index(i)]),
    conductance: Float64Array.from({ length: kept }, (_, i) => conductanceS[index(i)] / unitS),
  };
}

function extent(arrays: readonly Float64Array[]): number {
  let [low, high] = [Infinity, -Infinity];
  for (const array of arrays) {
    for (const value of array) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high - low;
}

function sketchOf(tracks: readonly Track[]): Sketch {
  const all = tracks.flatMap(({ conductance }) => [...conductance]).sort((a, b) => a - b);
  const [low, high] = [all[0], all[all.length - 1]];
  const steps = (up: boolean) => {
    const track = tracks.find((candidate) => candidate.up === up);
    return track && stepSketch(track, { low, high });
  };
  const [up, down] = [steps(true), steps(false)];
  const mirrored = ({ atLow, atHigh }: StepSketch) => ({ atLow: atHigh, atHigh: atLow });
  return { low, high, up: up ?? mirrored(down!), down: down ?? mirrored(up!) };
}

/** Parts that a sweep is cut into to see its steps through the noise. */
const parts = 8;

/**
 * The steps near both bounds from the line through (conductance, change a pulse) of the parts, by
 * least squares.
 */
function stepSketch(
  { pulses, conductance }: Track,
  { low, high }: { low: number; high: number },
): StepSketch {
  const cuts = Array.from({ length: parts + 1 }, (_, i) => Math.round((i * (pulses.length - 1)) / parts));
  const places: number[] = [];
  const sizes: number[] = [];
  for (let i = 0; i < parts; i++) {
    const [from, to] = [cuts[i], cuts[i + 1]];
    if (to === from) continue;
    places.push((conductance[from] + conductance[to]) / 2);
    sizes.push(Math.abs(conductance[to] - conductance[from]) / (pulses[to] - pulses[from]));
  }
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [place, size] = [mean(places), mean(sizes)];
  const square = mean(places.map((x) => (x - place) ** 2));
  const slope = square === 0 ? 0 : mean(places.map((x, i) => (x - place) * (sizes[i] - size))) / square;
  const atLeast = size / 50;
  const at = (x: number) => Math.max(size + slope * (x - place), atLeast);
  return { atLow: at(low), atHigh: at(high) };
}
