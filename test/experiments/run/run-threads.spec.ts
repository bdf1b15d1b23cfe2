import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/experiments/compare/compare.js';
import { createThreadedKernels } from '../../../src/runs/threads/kernel-threads.js';
import { digits, quickDigits, still } from '../run-fixture.js';

// Law: training and testing leave the same bytes for any number of threads. Small calls are shared
// out too, so that products, reads, writes and neurons all are.
const convolutional =
  '{conv: {channels: 40, size: 5, padding: 2}}, {pool: {kind: max, size: 4, stride: 2, padding: 1}}, {full: 320}';

describe.each([
  ['64-1200', '64, 1200', false],
  ['64-320-320', '64, 320, 320', true],
  ['convolutional', convolutional, true],
])('a %s network', (_, layers, hidden) => {
  it('learns the same bits on 1, 2 and 4 threads', async () => {
    const configuration = await quickDigits(
      `network.layers=[${layers}]`,
      'dataset.train=48',
      'dataset.test=64',
      ...(hidden ? ['learning.learningRate=[0.03, 0.03]', 'learning.dropout=[0.3, 0, 0.2]'] : []),
      ...(hidden ? ['learning.backprop.learningRate=[1, 1]', 'learning.eqprop.strategy=block'] : []),
      ...(hidden ? ['learning.eqprop.maxSweeps=4', 'hardware.converters.adc.range=calibrated'] : []),
    );
    const outcomes: string[] = [];
    for (const threads of [1, 2, 4]) {
      const context = {
        ...still,
        createKernels: () => createThreadedKernels(threads, { leastShared: 1 << 12 }),
      };
      const { result, receptiveFields } = await compare(configuration, digits, context);
      const fields = receptiveFields.map(({ weights }) => weights.map((w) => Array.from(w)));
      outcomes.push(JSON.stringify([result.runs, result.comparisons, fields]));
    }
    expect(outcomes[1]).toBe(outcomes[0]);
    expect(outcomes[2]).toBe(outcomes[0]);
  });
});
