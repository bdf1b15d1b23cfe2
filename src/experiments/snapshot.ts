import type { Memory } from '../../crossbar/index.js';
import { InputError } from '../../devices/index.js';
import type { ChipConfiguration, Configuration } from './configuration.js';
import type { Learner } from './learner.js';
import type { Plan } from './plan.js';
import type { EpochResult, HomeostasisSample } from './result.js';

/** Where a run stands and what it has found: plain data. */
export interface RunRecord {
  /** Finished epochs; then finished passes of the epoch in hand and images done in the next one. */
  epoch: number;
  pass: number;
  done: number;
  /** Images learned from, the relaxation sweeps and the seconds that this took. */
  trained: number;
  sweeps: number;
  seconds: number;
  readonly results: EpochResult[];
  readonly thresholds: HomeostasisSample[];
  readonly curve: { readonly images: number; readonly average: number }[];
}

/** A run stopped between two batches. */
export interface Snapshot {
  /** Plain data: the configuration that made it, the record, the learner's clock. */
  readonly meta: SnapshotMeta;
  readonly arrays: Memory;
}

export interface SnapshotMeta {
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly record: RunRecord;
  readonly batches: number;
  /** Epochs of pretraining that were planned; absent = as many as are now. */
  readonly pretraining?: number;
}

/** Where runs leave snapshots and find them again, by the run's id and seed. */
export interface Checkpoints {
  /** Seconds from one snapshot to the next in the middle of an epoch. */
  readonly everySec: number;
  readonly save: (id: string, snapshot: Snapshot) => void;
  /** The newest; null where there is none. */
  readonly load: (id: string) => Snapshot | null;
}

/** What a run is made by. */
export interface Made {
  readonly configuration: Configuration;
  readonly hardware: 'ideal' | ChipConfiguration;
  readonly plan: Pick<Plan, 'epochs' | 'pretraining'>;
}

export function newRecord(): RunRecord {
  const counts = { epoch: 0, pass: 0, done: 0, trained: 0, sweeps: 0, seconds: 0 };
  return { ...counts, results: [], thresholds: [], curve: [] };
}

/** The arrays are the learner's own. */
export function takeSnapshot(learner: Learner, record: RunRecord, made: Made): Snapshot {
  const { memory, clock } = learner;
  const configuration = whatMatters(made, learner);
  const { pretraining } = made.plan;
  return { meta: { configuration, record, batches: clock.batches, pretraining }, arrays: memory };
}

/**
 * Puts the arrays and the clock back. Throws InputError where another configuration or version made the snapshot, or it has come
 * further than the plan goes.
 */
export function restore(learner: Learner, { meta, arrays }: Snapshot, made: Made): void {
  const now = whatMatters(made, learner);
  const differing = Object.keys(now).find(
    (key) => JSON.stringify(now[key]) !== JSON.stringify(meta.configuration[key]),
  );
  if (differing) {
    throw new InputError(`--resume: the checkpoint was made with another ${differing}, expected the same`);
  }
  checkEpochs(meta, made.plan);
  const { memory } = learner;
  const fits = memory.every(
    (array, i) => array.constructor === arrays[i]?.constructor && array.length === arrays[i].length,
  );
  if (!fits || memory.length !== arrays.length) {
    throw new InputError(
      '--resume: the checkpoint was made by another version of crossprop, expected this one',
    );
  }
  memory.forEach((array, i) => void array.set(arrays[i]));
  learner.restored();
  learner.clock.batches = meta.batches;
}

/** Training may go on for longer; what has begun can neither be taken back nor become another part. */
function checkEpochs(
  { record, pretraining: before }: SnapshotMeta,
  { epochs, pretraining }: Made['plan'],
): void {
  const begun = record.epoch + Number(record.pass + record.done > 0);
  if (before !== undefined && before !== pretraining && begun > Math.min(before, pretraining)) {
    throw new InputError(
      `--resume: ${pretraining} epochs of pretraining, expected ${before}: the checkpoint has begun epoch ${begun}`,
    );
  }
  if (begun > epochs) {
    throw new InputError(
      `--resume: ${epochs} epochs, expected at least the ${begun} that the checkpoint has begun`,
    );
  }
}

/** All of a configuration but how long it trains and how it is tested: a run may be resumed to go on for longer. */
function whatMatters(
  { configuration, hardware }: Made,
  { learning }: Learner,
): SnapshotMeta['configuration'] {
  const { seed, dataset, network } = configuration;
  const { path: _, ...images } = dataset;
  const { epochs: __, pretrain, ...rest } = learning;
  const { epochs: ___, ...pretraining } = pretrain ?? {};
  return { seed, dataset: images, network, hardware, learning: { ...rest, pretrain: pretraining } };
}
