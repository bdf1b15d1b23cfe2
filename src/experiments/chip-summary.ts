import {
  type ArrayReport,
  type Crossbar,
  totalOf,
  type WriteCounters,
  writeExpense,
} from '../../crossbar/index.js';
import { chipCostParameters } from './chip-cost.js';
import type { ChipConfiguration } from './configuration.js';
import type { ChipSummary, WriteSummary } from './result.js';

/** What the arrays of a chip did, summed over them, and what that took. */
export function chipSummary(crossbars: readonly ArrayReport[], chip: ChipConfiguration): ChipSummary {
  const sum = (of: (crossbar: ArrayReport) => number) => crossbars.reduce((total, one) => total + of(one), 0);
  const counted = (of: (counters: Crossbar['counters']) => number) => sum(({ counters }) => of(counters));
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);
  const conversions = counted((c) => c.conversions);
  const backward = counted((c) => c.backwardConversions);
  const saturated = counted((c) => c.saturated);
  const backwardSaturated = counted((c) => c.backwardSaturated);
  const weights = sum(({ writes }) => writes.programming.weights);
  const wear = crossbars.map((crossbar) => ({ ...crossbar.wear(), size: crossbar.rows * crossbar.cols }));
  const tiles = sum((crossbar) => crossbar.tiles.count);
  return {
    forwardReads: counted((c) => c.forwardReads),
    backwardReads: counted((c) => c.backwardReads),
    adcSaturation: share(saturated, conversions) ?? 0,
    adcSaturationForward: share(saturated - backwardSaturated, conversions - backward),
    adcSaturationBackward: share(backwardSaturated, backward),
    updates: counted((c) => c.updates),
    pulsedDevices: counted((c) => c.pulsedDevices),
    programming: writeSummary(crossbars, 'programming', chip),
    training: writeSummary(crossbars, 'updates', chip),
    clippedWeights:
      share(
        sum(({ writes }) => writes.programming.clipped),
        weights,
      ) ?? 0,
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
  };
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
