import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { engineNames } from '../../src/runs/threads/engine-names.js';
import { createThreadedKernels } from '../../src/runs/threads/kernel-threads.js';
import { nativeKernels } from '../../src/runs/threads/native-engine.js';
import { type Frozen, outcomeOf } from './frozen-outcome.js';
import { frozenRuns } from './frozen-runs.js';

// Small runs whose weights and accuracy are kept: a change of structure moves none of their bits,
// and a change of numbers is seen in review. After a change that is meant, `UPDATE_FROZEN_RUNS=1
// npx vitest run test/regression` writes them anew.
const file = new URL('./frozen-runs.json', import.meta.url);

const kept: Readonly<Record<string, Frozen>> = JSON.parse(readFileSync(file, 'utf8'));
const isUpdating = process.env.UPDATE_FROZEN_RUNS === '1';
const found: Record<string, Frozen> = {};

describe('frozen runs', () => {
  it.each(frozenRuns)('$name', async (frozen) => {
    const { name } = frozen;
    found[name] = await outcomeOf(frozen);
    if (!isUpdating) expect(found[name]).toEqual(kept[name]);
  });

  it('no run is kept that is not run', () => {
    if (isUpdating) return;
    expect(Object.keys(kept)).toEqual(frozenRuns.map(({ name }) => name));
  });
});

describe.skipIf(isUpdating).each(engineNames)('on the engine %s', (engine) => {
  const some = [
    'EqProp, floats, two layers by Euler steps',
    'backprop, floats, Adam, two layers',
    'EqProp, floats, convolutional',
    'EqProp, default chip',
  ];
  it.skipIf(engine === 'native' && nativeKernels().engine === null).each(some)('%s', async (name) => {
    const frozen = frozenRuns.find((run) => run.name === name)!;
    expect(await outcomeOf(frozen, () => createThreadedKernels(1, { engine }))).toEqual(kept[name]);
  });
});

afterAll(() => {
  if (isUpdating) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
});
