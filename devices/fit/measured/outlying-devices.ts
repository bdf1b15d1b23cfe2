import type { MeasuredDevice, PulseSweep } from './pulse-curves.js';

/** A device that the fit does without, and why. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

interface Measure {
  readonly what: string;
  /** In siemens; failures make it larger. */
  readonly of: (sweep: PulseSweep) => number;
  /** The sweep is one that may have failed. */
  readonly suspect: (sweep: PulseSweep, range: number) => boolean;
}

/** What sweeps of one direction are compared by. */
const measures: readonly Measure[] = [
  {
    what: 'stops at',
    of: ({ direction, conductanceS }) => (direction === 'up' ? -1 : 1) * lastOf(conductanceS),
    suspect: ({ conductanceS }, range) => hasStopped(conductanceS, range),
  },
  {
    what: 'changes from one reading to the next by up to',
    of: ({ conductanceS }) => largestChange(conductanceS),
    suspect: () => true,
  },
];

/**
 * Deviation of a sweep from the median: in robust standard deviations, and in the median range of
 * sweeps.
 */
const farDeviations = 8;
const farShare = 0.25;
/** Below, no device is the odd one out. */
const fewestDevices = 3;

/**
 * Devices with a sweep that stops short of those of the others or jumps as they do not, as where a
 * device fails in mid-sweep: farther from the median than 8 standard deviations, as 1.4826 times
 * the median absolute deviation gives them (Rousseeuw and Croux 1993, doi
 * 10.1080/01621459.1993.10476408), and than a quarter of the range. Slow devices still move where
 * their sweep ends, and stay. Sweeps up and down are compared among themselves. None where half of
 * the devices or more would be left out, since then none is usual. O(points).
 */
export function outlyingDevices(devices: readonly MeasuredDevice[]): LeftOut[] {
  if (devices.length < fewestDevices) return [];
  const found = new Map<string, string>();
  for (const direction of ['up', 'down'] as const) {
    const named = devices.flatMap(({ name, sweeps }) =>
      sweeps.filter((sweep) => sweep.direction === direction).map((sweep) => ({ name, sweep })),
    );
    for (const [name, reason] of outlyingSweeps(named)) if (!found.has(name)) found.set(name, reason);
  }
  if (2 * found.size >= devices.length) return [];
  return [...found].map(([name, reason]) => ({ name, reason }));
}

type NamedSweep = { readonly name: string; readonly sweep: PulseSweep };

function outlyingSweeps(named: readonly NamedSweep[]): [name: string, reason: string][] {
  const range = median(named.map(({ sweep: { conductanceS } }) => extent(conductanceS)));
  return measures.flatMap(({ what, of, suspect }) => {
    const values = named.map(({ sweep }) => of(sweep));
    const usual = median(values);
    const deviation = 1.4826 * median(values.map((value) => Math.abs(value - usual)));
    const far = Math.max(farDeviations * deviation, farShare * range);
    return named.flatMap(({ name, sweep }, i): [string, string][] => {
      if (values[i] - usual <= far || !suspect(sweep, range)) return [];
      const { direction, cycle } = sweep;
      const which = `its ${direction} sweep${cycle === undefined ? '' : ` of cycle ${cycle}`}`;
      return [[name, `${which} ${what} ${inMicro(values[i])}, those of the others ${inMicro(usual)}`]];
    });
  });
}

/**
 * Change in the last third of a sweep, as a share of all, below which it has stopped: 1/3 = it
 * moves evenly.
 */
const stopped = 0.1;
/** A sweep that moves by less of the range has not moved. */
const unmoved = 0.05;

function hasStopped(conductanceS: Float64Array, range: number): boolean {
  const last = lastOf(conductanceS);
  const travel = Math.abs(last - conductanceS[0]);
  const late = Math.abs(last - lastOf(conductanceS.subarray(0, Math.ceil((2 * conductanceS.length) / 3))));
  return late < stopped * travel || travel < unmoved * range;
}

/** Median of the last three readings. */
function lastOf(conductanceS: Float64Array): number {
  return median([...conductanceS.subarray(-3)]);
}

function extent(values: Float64Array): number {
  const side = (sign: -1 | 1) =>
    sign * values.reduce((most, value) => Math.max(most, sign * value), -Infinity);
  return side(1) - side(-1);
}

function largestChange(conductanceS: Float64Array): number {
  return conductanceS.reduce(
    (most, value, i) => (i === 0 ? 0 : Math.max(most, Math.abs(value - conductanceS[i - 1]))),
    0,
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function inMicro(conductanceS: number): string {
  return `${Number((Math.abs(conductanceS) * 1e6).toPrecision(3))} uS`;
}
