import type { AdcMemory, AdcOptions } from './converters/adc.js';
import type { DacOptions } from './converters/dac.js';
import { createSizeDistribution, type SizeDistribution } from './converters/size-distribution.js';

/**
 * What a calibration of converters is at: the inputs of an array are watched for the ranges of its
 * DACs, then its currents for those of its ADCs; `done` = reads are reads again. While it watches,
 * an array answers without noise, and nothing is clipped or rounded but, from `currents` on, by the
 * DACs.
 */
export type CalibrationStage = 'inputs' | 'currents' | 'done';

/**
 * Shares of what a calibration saw that stay within a range: of the inputs that are not 0, and of
 * all currents.
 */
const withinDac = 0.9999;
const withinAdc = 0.999;

/** What a reader has seen in a calibration. */
export interface Watched {
  readonly stage: 'inputs' | 'currents';
  readonly inputs: SizeDistribution;
  /** One a tile along the way of the sum. */
  readonly currents: readonly SizeDistribution[];
}

/** Ranges that a calibration sets, and what it has seen until then. */
export interface CalibratedState {
  /** Of the DACs; 0 until known. */
  readonly dacRange: Float64Array;
  /** Of the ADCs, one per tile. */
  readonly adcs: readonly AdcMemory[];
  watched: Watched | null;
}

/** Begins a stage, after the ranges that the stage before it was for have been set. */
export function setStage(
  state: CalibratedState,
  stage: CalibrationStage,
  { dac, adc }: { readonly dac: DacOptions; readonly adc: AdcOptions },
): void {
  const { watched, dacRange, adcs } = state;
  if (watched?.stage === 'inputs' && dac.range === 'calibrated') {
    dacRange[0] = watched.inputs.quantile(withinDac) || dacRange[0];
  }
  if (watched?.stage === 'currents' && adc.range === 'calibrated') {
    watched.currents.forEach((seen, tile) => {
      const { range } = adcs[tile];
      range[0] = seen.quantile(withinAdc) || range[0];
    });
  }
  state.watched =
    stage === 'done'
      ? null
      : {
          stage,
          inputs: createSizeDistribution(),
          currents: adcs.map(() => createSizeDistribution()),
        };
}
