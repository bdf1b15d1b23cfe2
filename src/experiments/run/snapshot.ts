import { restoreState, type StoredState } from '../../../crossbar/index.js';
import { InputError } from '../../../devices/index.js';
import type { ChipConfiguration, Configuration } from '../../configuration/configuration.js';
import type { Mapping } from '../../configuration/plain-data.js';
import type { Learner } from '../build/learner.js';
import type { EpochResult, HomeostasisSample } from '../results/result.js';
import { checkIdentity, type Identity } from './identity.js';
import type { Plan } from './plan.js';

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
  /** Other versions that had a part in it. */
  readonly acceptedVersions: string[];
}

/** A run stopped between two batches. */
export interface Snapshot {
  /** Plain data: the configuration that made it, the record, the learner's clock. */
  readonly meta: SnapshotMeta;
  readonly arrays: StoredState;
}

export interface SnapshotMeta {
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Absent in a snapshot that was made before there were identities. */
  readonly identity?: Identity;
  readonly record: RunRecord;
  readonly batches: number;
  /** Epochs of pretraining that were planned; absent = as many as are now. */
  readonly pretraining?: number;
}

/** Where runs leave snapshots and find them again, by the run's id and seed. */
export interface Checkpoints {
  /** Seconds from one snapshot to the next in the middle of an epoch. */
  readonly everySec: number;
  /** Take a snapshot of another version. Default false. */
  readonly acceptVersion?: boolean | undefined;
  readonly save: (id: string, snapshot: Snapshot) => void;
  /** The newest; null where there is none. */
  readonly load: (id: string) => Snapshot | null;
}

/** What a run is made by. */
export interface RunIdentity {
  readonly configuration: Configuration;
  readonly hardware: 'ideal' | ChipConfiguration;
  readonly plan: Pick<Plan, 'epochs' | 'pretraining'>;
  readonly identity: Identity;
  /** Of a snapshot that is to be restored. */
  readonly acceptVersion?: boolean | undefined;
}

export function newRecord(): RunRecord {
  const counts = { epoch: 0, pass: 0, done: 0, trained: 0, sweeps: 0, seconds: 0 };
  return { ...counts, results: [], thresholds: [], curve: [], acceptedVersions: [] };
}

/** The arrays are the learner's own. */
export function takeSnapshot(learner: Learner, record: RunRecord, made: RunIdentity): Snapshot {
  const { memory, clock } = learner;
  const configuration = resumeKey(made, learner);
  const { identity, plan } = made;
  const { pretraining } = plan;
  return { meta: { configuration, identity, record, batches: clock.batches, pretraining }, arrays: memory };
}

/**
 * Puts the arrays and the clock back. Throws InputError where another configuration, version or
 * other data made the snapshot, or it has come further than the plan goes.
 */
export function restore(learner: Learner, { meta, arrays }: Snapshot, made: RunIdentity): void {
  checkMaker(meta, made);
  const now = resumeKey(made, learner);
  const differing = Object.keys(now).find(
    (key) => JSON.stringify(now[key]) !== JSON.stringify(meta.configuration[key]),
  );
  if (differing) {
    throw new InputError(`--resume: the checkpoint was made with another ${differing}, expected the same`);
  }
  checkEpochs(meta, made.plan);
  if (restoreState(learner.memory, arrays) !== null) {
    throw new InputError(
      '--resume: the checkpoint was made by another version of crossprop, expected this one',
    );
  }
  learner.restored();
  learner.clock.batches = meta.batches;
}

/** Another version that is accepted is noted in the record. */
function checkMaker(
  { identity, record }: SnapshotMeta,
  { identity: expected, acceptVersion }: RunIdentity,
): void {
  if (!identity) {
    throw new InputError(
      '--resume: the checkpoint does not say by which version and with which data it was made; begin anew with --force, or finish it with the version that made it',
    );
  }
  checkIdentity('--resume: the checkpoint was', identity, { expected, acceptVersion });
  const { version } = identity;
  if (version === expected.version || record.acceptedVersions.includes(version)) return;
  record.acceptedVersions.push(version);
}

/**
 * Training may go on for longer; what has begun can neither be taken back nor become another part.
 */
function checkEpochs(
  { record, pretraining: before }: SnapshotMeta,
  { epochs, pretraining }: RunIdentity['plan'],
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

/**
 * All of a configuration but how long it trains, how it is tested and where its files lie: a run
 * may be resumed to go on for longer, and the identity has the files' content.
 */
function resumeKey(
  { configuration, hardware }: RunIdentity,
  { learning }: Learner,
): SnapshotMeta['configuration'] {
  const { seed, dataset, network } = configuration;
  const { path: _, ...images } = dataset;
  const { weights: _file, ...layers } = network as Mapping;
  const { epochs: __, pretrain, ...rest } = learning;
  const { epochs: ___, ...pretraining } = pretrain ?? {};
  return { seed, dataset: images, network: layers, hardware, learning: { ...rest, pretrain: pretraining } };
}
