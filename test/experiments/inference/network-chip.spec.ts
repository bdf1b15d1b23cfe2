import { describe, expect, it } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import { createRandom } from '../../../devices/index.js';
import { resolveInference } from '../../../src/configuration/inference/resolve-inference.js';
import { calibrateNetwork } from '../../../src/experiments/inference/inference-run.js';
import { createNetworkChip } from '../../../src/experiments/inference/network-chip.js';
import { prepareNetwork } from '../../../src/graph/prepare.js';
import { createExecution } from '../../../src/graph/run/execution.js';
import { createRuntime } from '../../../src/graph/run/runtime.js';
import { createThreadedKernels } from '../../../src/runs/threads/kernel-threads.js';
import {
  answersOf,
  images,
  largestDifference,
  networkFile,
  networkNames,
} from '../../graph/network-fixture.js';
import { perfectChip } from '../perfect-chip.js';

const runtime = await createRuntime();

const chipOf = async (hardware: object) => (await resolveInference({ hardware })).configuration.hardware;

describe('a chip with no imperfection', () => {
  it.each(networkNames)('answers what PyTorch answers: %s', async (name) => {
    const { array, converters, ...rest } = perfectChip(1);
    const chip = await chipOf({
      ...rest,
      array: { levels: array.levels },
      converters: { ...converters, adc: { ...converters.adc, range: 256 } },
    });
    const plan = await prepareNetwork(networkFile(name), { runtime: async () => runtime });
    const kernels = createSimdKernels();
    const { productOf } = createNetworkChip(plan, { chip, kernels, random: createRandom(1) });
    const found = await createExecution(plan, runtime).run(images, { productOf });
    kernels.dispose();
    // A million steps of a device and 24 bits of an ADC of range 256 leave some 1e-5 an output.
    expect(largestDifference(found, answersOf(name))).toBeLessThan(1e-3);
  });
});

describe('a chip of six bits, noisy', () => {
  it.each(['vgg', 'lstm', 'separable'])('gives the same bits on one thread and on two: %s', async (name) => {
    const { configuration } = await resolveInference({
      calibration: { images: 8 },
      hardware: { converters: { dac: { bits: 6 }, adc: { bits: 6 } }, read: { noise: 0.05 } },
    });
    const chip = configuration.hardware;
    const plan = await prepareNetwork(networkFile(name), { runtime: async () => runtime });
    const execution = createExecution(plan, runtime);
    const calibration = { count: 8, labels: [], batch: () => images };
    const answers = [];
    for (const threads of [1, 2]) {
      const kernels = createThreadedKernels(threads, { leastShared: 1 });
      const network = createNetworkChip(plan, { chip, kernels, random: createRandom(3) });
      await calibrateNetwork(network, { execution, calibration, batch: 8 }, configuration);
      answers.push(await execution.run(images, { productOf: network.productOf }));
      kernels.dispose();
    }
    expect(answers[0]!.data).toEqual(answers[1]!.data);
    expect(largestDifference(answers[0]!, answersOf(name))).toBeGreaterThan(1e-3);
  });
});
