import {
  type ArrayReport,
  type Crossbar,
  totalOf,
  type WriteCounters,
  writeExpense,
} from '../../../crossbar/index.js';
import type { ChipConfiguration } from '../../configuration/configuration.js';
import { imagesInto, type Selection } from '../../data/batches.js';
import type { ChipSummary, WriteSummary } from '../results/result.js';
import { chipCostParameters } from './chip-cost.js';

/**
 * What the arrays of a chip did, summed over them, and what that took. `sample(n)` = a typical
 * vector of n inputs, which the error of approximate reads is taken at.
 */
export function chipSummary(
  crossbars: readonly ArrayReport[],
  chip: ChipConfiguration,
  sample: (inputs: number) => Float32Array,
): ChipSummary {
  const sum = (of: (crossbar: ArrayReport) => number) => crossbars.reduce((total, one) => total + of(one), 0);
  const counted = (of: (counters: Crossbar['counters']) => number) => sum(({ counters }) => of(counters));
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);
  const conversions = counted((c) => c.conversions);
  const backward = counted((c) => c.backwardConversions);
  const saturated = counted((c) => c.saturated);
  const backwardSaturated = counted((c) => c.backwardSaturated);
  const programmed = (of: (counters: Crossbar['writes']['programming']) => number) =>
    sum(({ writes }) => of(writes.programming));
  const unsettled = programmed((c) => c.unsettled);
  const wear = crossbars.map((crossbar) => ({ ...crossbar.wear(), size: crossbar.rows * crossbar.cols }));
  const most = (values: readonly (number | null)[]) =>
    values.reduce<number | null>((high, x) => (x === null ? high : Math.max(high ?? 0, x)), null);
  const tiles = sum((crossbar) => crossbar.tiles.count);
  return {
    forwardReads: counted((c) => c.forwardReads),
    backwardReads: counted((c) => c.backwardReads),
    adcSaturation: share(saturated, conversions) ?? 0,
    adcSaturationForward: share(saturated - backwardSaturated, conversions - backward),
    adcSaturationBackward: share(backwardSaturated, backward),
    dacSaturation:
      share(
        counted((c) => c.clippedInputs),
        counted((c) => c.inputs),
      ) ?? 0,
    updates: counted((c) => c.updates),
    pulsedDevices: counted((c) => c.pulsedDevices),
    programming: writeSummary(crossbars, 'programming', chip),
    training: writeSummary(crossbars, 'updates', chip),
    clippedWeights:
      share(
        programmed((c) => c.clipped),
        programmed((c) => c.weights),
      ) ?? 0,
    unsettledDevices:
      share(
        unsettled,
        programmed((c) => c.devices),
      ) ?? 0,
    missingWeight: Math.sqrt(
      share(
        programmed((c) => c.missingSquared),
        unsettled,
      ) ?? 0,
    ),
    wear: {
      mostPulses: Math.max(...wear.map(({ mostPulses }) => mostPulses)),
      meanPulses:
        wear.reduce((total, { meanPulses, size }) => total + size * meanPulses, 0) /
        sum(({ rows, cols }) => rows * cols),
    },
    tiles: {
      count: tiles,
      utilisation: share(
        sum((crossbar) => crossbar.tiles.count * crossbar.tiles.utilisation),
        tiles,
      )!,
    },
    asymmetry: most(crossbars.map((crossbar) => crossbar.asymmetry?.() ?? null)),
    approximationError: most(
      crossbars.map((crossbar) => crossbar.approximationError?.(sample(crossbar.cols)) ?? null),
    ),
  };
}

/** The first image for arrays that read images; for others numbers spread evenly over [0, 1]. */
export function sampleOf(images: Selection): (inputs: number) => Float32Array {
  const { width, height } = images.set;
  const image = new Float32Array(width * height);
  imagesInto(image, { ...images, indices: images.indices.subarray(0, 1) });
  const golden = (Math.sqrt(5) - 1) / 2;
  return (inputs) =>
    inputs === image.length ? image : Float32Array.from({ length: inputs }, (_, i) => ((i + 1) * golden) % 1);
}

/** Arrays are written side by side: energies add, the slowest one's time counts. */
function writeSummary(
  crossbars: readonly ArrayReport[],
  kind: 'programming' | 'updates',
  chip: ChipConfiguration,
): WriteSummary {
  const { cost } = chipCostParameters(chip);
  const expenses = crossbars.map(({ writes, device: { gMinS, gMaxS } }) =>
    totalOf(writeExpense(writes[kind] as WriteCounters, (gMinS + gMaxS) / 2, cost)),
  );
  return {
    pulses: crossbars.reduce((total, { writes }) => total + writes[kind].pulses, 0),
    energyJ: expenses.reduce((total, { energyJ }) => total + energyJ, 0),
    durationSec: Math.max(...expenses.map(({ latencySec }) => latencySec)),
  };
}
