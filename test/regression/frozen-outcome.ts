import { createHash } from 'node:crypto';
import type { Tensors } from '../../src/data/readers/tensor.js';
import type { ExperimentContext } from '../../src/experiments/run/context.js';
import { run } from '../../src/experiments/run/run.js';
import { digits, quickDigits, still } from '../experiments/run-fixture.js';
import type { FrozenRun } from './frozen-runs.js';

export interface Frozen {
  /** Start of the SHA-256 of all weights and biases, little-endian single precision. */
  readonly weights: string;
  /** The same of which test images were classified correctly. */
  readonly correct: string;
  readonly accuracy: number;
}

/** What is kept of a frozen run, made anew. */
export async function outcomeOf(
  { set, device }: FrozenRun,
  createKernels: ExperimentContext['createKernels'] = still.createKernels,
): Promise<Frozen> {
  const configuration = await quickDigits('dataset.train=96', 'dataset.test=120', ...set);
  const { hardware, learning } = configuration;
  let weights = '';
  const { result, evaluation } = await run(configuration, digits, {
    ...still,
    createKernels,
    id: 'frozen',
    rule: learning.rule,
    hardware,
    ...(device && { device }),
    keepWeights: (_, tensors) => {
      weights = hashOf(tensors);
    },
  });
  const { average, test } = result.accuracy;
  const correct = createHash('sha256');
  for (const images of Object.values(evaluation!.correct)) correct.update(images ?? '');
  return {
    weights,
    correct: correct.digest('hex').slice(0, 16),
    accuracy: Number((average ?? test)!.toFixed(6)),
  };
}

function hashOf(tensors: Tensors): string {
  const hash = createHash('sha256');
  for (const [name, { shape, data }] of tensors) {
    hash.update(`${name} ${shape.join(' ')}\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex').slice(0, 16);
}
