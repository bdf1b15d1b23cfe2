import { describe, expect, it } from 'vitest';
import { createSimdKernels, type Kernels } from '../../../crossbar/index.js';
import { type Configuration, resolveConfiguration } from '../../../src/configuration/configuration.js';
import type { Mapping } from '../../../src/configuration/plain-data.js';
import { runBytes } from '../../../src/experiments/memory/run-bytes.js';
import { run } from '../../../src/experiments/run/run.js';
import { kindsOfNetwork } from '../kinds-of-network.js';
import { digits, still } from '../run-fixture.js';

/** Kernels that count the bytes of the arrays they hand out. */
function countingKernels() {
  const counted = { bytes: 0 };
  const kernels = createSimdKernels();
  const count = <T extends { readonly byteLength: number }>(array: T): T => {
    counted.bytes += array.byteLength;
    return array;
  };
  const counting: Kernels = {
    ...kernels,
    float32: (length) => count(kernels.float32(length)),
    int32: (length) => count(kernels.int32(length)),
  };
  return { counted, counting };
}

const few: Mapping = { name: 'digits', train: 20, test: 20 };
const configured = (given: Mapping, ...set: string[]) =>
  resolveConfiguration({ dataset: few, ...given }, { source: 'test', set: ['learning.epochs=1', ...set] });

/** Bytes that a run allocates from its kernels, and those that were foretold. */
async function bytesOf(configuration: Configuration) {
  const { counted, counting } = countingKernels();
  const { hardware, learning } = configuration;
  const choice = { rule: learning.rule, hardware };
  await run(configuration, digits, { ...still, id: 'test', ...choice, createKernels: () => counting });
  return {
    allocated: counted.bytes,
    told: runBytes(configuration, { ...choice, image: digits.train }).kernels,
  };
}

const check = async (configuration: Configuration) => {
  const { allocated, told } = await bytesOf(configuration);
  expect(told).toBeGreaterThanOrEqual(allocated);
  expect(told).toBeLessThan(3 * allocated);
};

describe('bytes of a run, told before it begins', () => {
  it.each(kindsOfNetwork)('cover %s on floats', async (_, given) => {
    await check(await configured(given, 'hardware=ideal'));
  });

  const dense: Mapping = {
    network: { layers: [64, 40, 10] },
    learning: {
      target: { winners: 3 },
      learningRate: [0.1, 0.1],
      dropout: [0, 0, 0],
      eqprop: { strategy: 'block', maxSweeps: 3 },
    },
  };
  it.each([
    ['Adam on floats', ['hardware=ideal', 'learning.optimizer=adam']],
    ['pairs', []],
    ['pairs read with noise', ['hardware.read.noise=0.01']],
    ['frozen noise', ['hardware.read.noise=0.01', 'hardware.read.frozen=true']],
    ['cells beside a column', ['hardware.array.mapping=offset-column']],
    ['converters of both sides', ['hardware.array.subtract=after-adc']],
    ['twins', ['hardware.array.phases=twin']],
    ['arrays for feedback', ['hardware.read.feedback=second-array']],
    ['accumulated updates', ['hardware.write.scheme=accumulated']],
    ['wires', ['hardware.array.wordLineOhm=1', 'hardware.array.bitLineOhm=1']],
    ['transfer', ['hardware.training=transfer', 'hardware.write.verify.rounds=4']],
    [
      'slices',
      ['hardware.training=transfer', 'hardware.array.mapping=bit-slices', 'hardware.write.verify.rounds=4'],
    ],
  ])('cover a chip with %s', async (_, set) => {
    await check(await configured(dense, ...set));
  });
});
