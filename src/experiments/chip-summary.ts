import type { Crossbar } from '../../crossbar/index.js';
import type { ChipSummary } from './result.js';

/** What the arrays did, summed over them. */
export function chipSummary(crossbars: readonly Crossbar[]): ChipSummary {
  const sum = (value: (counters: Crossbar['counters']) => number) =>
    crossbars.reduce((total, { counters }) => total + value(counters), 0);
  const conversions = sum(({ conversions }) => conversions);
  return {
    forwardReads: sum(({ forwardReads }) => forwardReads),
    backwardReads: sum(({ backwardReads }) => backwardReads),
    adcSaturation: conversions > 0 ? sum(({ saturated }) => saturated) / conversions : 0,
    updates: sum(({ updates }) => updates),
    pulsedDevices: sum(({ pulsedDevices }) => pulsedDevices),
  };
}
