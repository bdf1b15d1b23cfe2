import type { ChipConfiguration } from '../../configuration/configuration.js';
import { batchesOf, type Selection } from '../../data/batches.js';
import { createResponder } from '../run/evaluation.js';
import type { PartTrainer } from './learner.js';
import type { Model } from './types.js';

/**
 * Images of training that calibrated ranges of converters go by: enough for their largest values,
 * few to spend.
 */
export const calibrationImages = 256;

export interface CalibrationOptions {
  readonly chip: ChipConfiguration;
  /** Of training, in any order: the first of them are taken. */
  readonly images: Selection;
  /** Images at once in inference. */
  readonly batchSize: number;
  /**
   * Those that will learn on the chip, whose reads are calibrated for too; none for a chip that
   * only infers.
   */
  readonly trainers?: readonly PartTrainer[];
}

/**
 * Sets the `calibrated` ranges of a chip's converters by images of training: all that its arrays
 * see of them at any step of any phase, in inference and, where it learns, in training, with the
 * weights that it has now. A tile of which nothing is read then, or no current flows, is calibrated
 * by its first batch. O(images) reads, twice where DACs are calibrated.
 */
export async function calibrateChip(model: Model, options: CalibrationOptions): Promise<void> {
  const { chip, batchSize, trainers = [] } = options;
  const { dac, adc } = chip.converters;
  const stages = [
    ...(dac.range === 'calibrated' ? (['inputs'] as const) : []),
    ...(dac.range === 'calibrated' || adc.range === 'calibrated' ? (['currents'] as const) : []),
  ];
  if (stages.length === 0 || model.crossbars.length === 0) return;
  const { set, indices } = options.images;
  const images = { set, indices: indices.subarray(0, calibrationImages) };
  const respond = createResponder(model, batchSize);
  for (const stage of stages) {
    for (const { calibrate } of model.crossbars) calibrate?.(stage);
    await respond(images, () => undefined);
    for (const { rehearse, phase } of trainers) {
      for (const batch of batchesOf(images, phase.batchSize)) rehearse(batch);
    }
  }
  for (const { calibrate } of model.crossbars) calibrate?.('done');
}
