import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Tensors } from '../../src/data/readers/tensor.js';
import { run } from '../../src/experiments/run/run.js';
import { digits, quickDigits, still } from '../experiments/run-fixture.js';
import { frozenRuns } from './frozen-runs.js';

// Small runs whose weights and accuracy are kept: a change of structure moves none of their bits,
// and a change of numbers is seen in review. After a change that is meant, `UPDATE_FROZEN_RUNS=1
// npx vitest run test/regression` writes them anew.
const file = new URL('./frozen-runs.json', import.meta.url);

interface Frozen {
  /** Start of the SHA-256 of all weights and biases, little-endian single precision. */
  readonly weights: string;
  /** The same of which test images were classified correctly. */
  readonly correct: string;
  readonly accuracy: number;
}

const kept: Readonly<Record<string, Frozen>> = JSON.parse(readFileSync(file, 'utf8'));
const isUpdating = process.env.UPDATE_FROZEN_RUNS === '1';
const found: Record<string, Frozen> = {};

describe('frozen runs', () => {
  it.each(frozenRuns)('$name', async ({ name, set, device }) => {
    const configuration = await quickDigits('dataset.train=96', 'dataset.test=120', ...set);
    const { hardware, learning } = configuration;
    let weights = '';
    const { result, evaluation } = await run(configuration, digits, {
      ...still,
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
    found[name] = {
      weights,
      correct: correct.digest('hex').slice(0, 16),
      accuracy: Number((average ?? test)!.toFixed(6)),
    };
    if (!isUpdating) expect(found[name]).toEqual(kept[name]);
  });

  it('no run is kept that is not run', () => {
    if (isUpdating) return;
    expect(Object.keys(kept)).toEqual(frozenRuns.map(({ name }) => name));
  });
});

afterAll(() => {
  if (isUpdating) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
});

function hashOf(tensors: Tensors): string {
  const hash = createHash('sha256');
  for (const [name, { shape, data }] of tensors) {
    hash.update(`${name} ${shape.join(' ')}\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex').slice(0, 16);
}
