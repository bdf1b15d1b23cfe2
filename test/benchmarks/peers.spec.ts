import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { readArrays, writeArrays } from '../../benchmarks/shared/arrays-file.js';
import { largestDifference } from '../../benchmarks/shared/difference.js';
import { createEqpropTask, type EqpropTask, weightsFrom } from '../../benchmarks/shared/eqprop-task.js';
import { startPeer } from '../../benchmarks/shared/peer.js';
import { findTorch } from '../../benchmarks/shared/python.js';
import { createRandomNetwork } from '../../benchmarks/shared/random-network.js';
import { agreement } from '../../benchmarks/workloads/eqprop-agreement.js';
import { createSimdKernels } from '../../crossbar/index.js';
import { resolveConfiguration } from '../../src/configuration/configuration.js';
import { denseLayers } from '../../src/configuration/network-layers.js';
import { loadDigits } from '../../src/data/sets/digits.js';
import { createEuler } from '../../src/relax/euler.js';

const folder = mkdtempSync(join(tmpdir(), 'crossprop-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

test('arrays survive a file', () => {
  const file = join(folder, 'arrays');
  const arrays = {
    odd: { shape: [3], data: Uint8Array.of(1, 2, 255) },
    matrix: { shape: [2, 2], data: Float32Array.of(1.5, -2, 0, 1e-20) },
  };
  writeArrays(file, arrays);
  expect(readArrays(file)).toEqual(arrays);
  expect(() => writeArrays(file, { short: { shape: [2], data: Uint8Array.of(1) } })).toThrow(
    'short must hold 2',
  );
});

test('a Python without PyTorch is missing for a reason on one line', () => {
  vi.stubEnv('PYTHON', '/no/such/python');
  const found = findTorch();
  expect(found).toEqual({ missing: expect.stringMatching(/^\/no\/such\/python: [^\n]*ENOENT/) });
});

const torch = findTorch();

describe.skipIf('missing' in torch)('peers in PyTorch', () => {
  const python = 'command' in torch ? torch : { command: '', description: '' };

  test('a peer that fails says why', async () => {
    const peer = startPeer(python, 'relaxation.py', { threads: 1, arrays: {} });
    await expect(peer.ask('relax')).rejects.toThrow("relaxation.py ended: KeyError: 'x'");
    peer.close();
  });

  test('relax as we do', async () => {
    const layers = [20, 30, 40];
    const kernels = createSimdKernels();
    const { network, input, weights, rest } = createRandomNetwork(layers, { kernels, batch: 5, seed: 3 });
    const arrays = {
      x: { shape: [5, 20], data: input },
      w0: { shape: [30, 20], data: weights[0] },
      w1: { shape: [40, 30], data: weights[1] },
    };
    const peer = startPeer(python, 'relaxation.py', { threads: 1, arrays });
    const state = rest();
    createEuler(network, { dt: 0.2, maxBatch: 5 })(state, { batch: 5, steps: 30, nudge: null, masks: [] });
    expect(await peer.time('relax', { steps: 30, dt: 0.2 })).toBeGreaterThan(0);
    const { s1, s2 } = await peer.arrays('states');
    peer.close();
    expect(largestDifference(s1.data, state[1])).toBeLessThan(1e-5);
    expect(largestDifference(s2.data, state[2])).toBeLessThan(1e-5);
  });

  const smallTask = async (hidden: readonly number[], steps: { freeSteps: number; nudgedSteps: number }) => {
    const dropout = [0.3, ...hidden.map(() => 0.1), 0.2];
    const rates = [...hidden, 0].map(() => 0.05);
    const strategy = hidden.length === 0 ? 'closed-form' : 'block';
    const configuration = await resolveConfiguration(
      {
        network: { layers: [64, ...hidden, 40] },
        dataset: { name: 'digits' },
        learning: {
          learningRate: rates,
          dropout,
          eqprop: { strategy, tolerance: 1e-6, ...steps },
          backprop: { learningRate: rates },
        },
      },
      { source: 'test' },
    );
    const kernels = createSimdKernels();
    const task = createEqpropTask(configuration, { dataset: loadDigits(), kernels, count: 64, start: 160 });
    return { task, kernels };
  };

  /** Enough for Euler steps to come to rest, where block sweeps end at once. */
  const settled = { freeSteps: 400, nudgedSteps: 400 };

  /** The weights after training without dropout, of which the peer draws its own. */
  const trained = async (task: EqpropTask, method: string) => {
    const peer = startPeer(python, 'eqprop.py', { threads: 1, arrays: task.arrays, task: task.parameters });
    const layers = denseLayers(task.configuration, 'this test');
    await peer.ask('dropout', { probabilities: layers.map(() => 0) });
    await peer.time('train', { method, start: 0, end: 32 });
    const weights = weightsFrom(await peer.arrays('weights', { method }), layers);
    peer.close();
    return weights;
  };

  test.each([[[]], [[30]], [[30, 20]]])(
    'learn alike, published or tuned, with hidden layers %j',
    async (hidden) => {
      const { task } = await smallTask(hidden, { freeSteps: 9, nudgedSteps: 5 });
      const [published, tuned] = await Promise.all([trained(task, 'published'), trained(task, 'tuned')]);
      published.matrices.forEach((matrix, l) => {
        expect(largestDifference(matrix, task.weights.matrices[l])).toBeGreaterThan(1e-4);
        expect(largestDifference(matrix, tuned.matrices[l])).toBeLessThan(1e-6);
        expect(largestDifference(published.biases[l], tuned.biases[l])).toBeLessThan(1e-6);
      });
    },
  );

  test.each([[[]], [[30]]])('learn as we do, with hidden layers %j', async (hidden) => {
    const { task, kernels } = await smallTask(
      hidden,
      hidden.length > 0 ? settled : { freeSteps: 9, nudgedSteps: 5 },
    );
    const [winners, ...updates] = await agreement(task, { kernels, torch: python, threads: 1 });
    expect(winners.value).toBeGreaterThan(0.99);
    expect(updates).toHaveLength(hidden.length + 1);
    for (const { cosine, lengthRatio } of updates) {
      expect(cosine).toBeCloseTo(1, 4);
      expect(lengthRatio).toBeCloseTo(1, 3);
    }
  });
});
