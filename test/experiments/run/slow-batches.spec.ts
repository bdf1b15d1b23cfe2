import { describe, expect, it } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import type { ExperimentEvent } from '../../../src/experiments/run/context.js';
import { run } from '../../../src/experiments/run/run.js';
import { digits } from '../run-fixture.js';

/**
 * A convolutional chip in a world where every look at the clock takes a second: each batch is slow.
 */
async function slowRun(observe: (event: ExperimentEvent) => void, signal?: AbortSignal) {
  const raw = {
    dataset: { name: 'digits', train: 96, test: 40 },
    network: {
      layers: [
        { conv: { channels: 2, size: 3 } },
        { pool: { kind: 'average', size: 2, stride: 2 } },
        { full: 10 },
      ],
    },
    learning: {
      batchSize: 16,
      learningRate: [0.01, 0.05],
      dropout: [0, 0, 0],
      target: { winners: 1 },
      eqprop: { strategy: 'euler', freeSteps: 4, nudgedSteps: 2 },
      backprop: { learningRate: [0.01, 0.05], target: { winners: 1 } },
    },
  };
  const configuration = await resolveConfiguration(raw, { source: 'test' });
  let sec = 0;
  return run(configuration, digits, {
    id: 'slow',
    rule: 'eqprop',
    hardware: configuration.hardware,
    observe,
    nowSec: () => sec++,
    createKernels: () => createSimdKernels(),
    ...(signal && { signal }),
  });
}

describe('training by slow batches', () => {
  it('tells of every batch, and of the small tests between them', async () => {
    const events: ExperimentEvent[] = [];
    await slowRun((event) => void events.push(event));
    const done = (stage: string) =>
      events.flatMap((event) => (event.kind === 'progress' && event.stage === stage ? event.done : []));
    expect(done('train')).toEqual([16, 32, 48, 64, 80, 96]);
    // Sixteen images at once: no test is longer than a batch of training.
    expect(done('test')).toEqual([16, 32, 40]);
    expect(done('sample').slice(0, 9)).toEqual([16, 32, 48, 64, 80, 96, 112, 128, 136]);
  });

  it.each(['train', 'sample'])('ends at the pause in which it hears of an interrupt, %s', async (stage) => {
    const abort = new AbortController();
    let after = 0;
    const { result } = await slowRun((event) => {
      if (event.kind !== 'progress') return;
      if (abort.signal.aborted) after++;
      // As a signal of the system comes: when the event loop turns.
      if (event.stage === stage) setImmediate(() => abort.abort());
    }, abort.signal);
    expect(result.status).toBe('interrupted');
    expect(after).toBe(0);
  });
});
