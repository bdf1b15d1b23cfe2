import type { RandomStream } from '../../../devices/index.js';
import type { Part } from '../../configuration/learning-rule.js';
import { type Selection, shuffled } from '../../data/batches.js';
import { stratified } from '../../data/stratified.js';
import type { Learner, PartTrainer } from '../build/learner.js';

/** One way through a set of images with one trainer. */
export interface Pass {
  readonly trainer: PartTrainer;
  /** In the order of this epoch. */
  readonly images: Selection;
  /** Of this trainer, counted from 0: its schedule goes by it. */
  readonly epoch: number;
}

/** What a run does, epoch by epoch, pretraining first. */
export interface Plan {
  readonly epochs: number;
  readonly pretraining: number;
  /** Of an epoch of the run, counted from 0. */
  readonly passesOf: (epoch: number) => readonly Pass[];
}

/**
 * Semi-supervised training: `learning.labels` images, a share of every class, train alone for the
 * epochs of `pretrain`; then each epoch goes through the other images without their labels and once
 * through the labelled ones.
 */
export function planOf({ learning, trainers }: Learner, images: Selection, random: RandomStream): Plan {
  const trainerOf = (part: Part) => trainers.find((trainer) => trainer.part === part) as PartTrainer;
  const order = (of: Selection, name: string, epoch: number) => shuffled(of, random.stream(name), epoch + 1);
  const { epochs, labels } = learning;
  if (labels === undefined) {
    const passesOf = (epoch: number) => [
      { trainer: trainers[0], images: order(images, 'order', epoch), epoch },
    ];
    return { epochs, pretraining: 0, passesOf };
  }
  const { chosen, rest } = stratified(images, labels, random.stream('labelled images'));
  const pretrain = trainerOf('pretrain');
  const pretraining = pretrain.phase.epochs;
  const passesOf = (epoch: number): readonly Pass[] => {
    const known = order(chosen, 'order labelled', epoch);
    if (epoch < pretraining) return [{ trainer: pretrain, images: known, epoch }];
    const own = epoch - pretraining;
    return [
      { trainer: trainerOf('unlabelled'), images: order(rest, 'order', epoch), epoch: own },
      { trainer: trainerOf('labelled'), images: known, epoch: own },
    ];
  };
  return { epochs: pretraining + epochs, pretraining, passesOf };
}
