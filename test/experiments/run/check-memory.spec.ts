import { expect, it } from 'vitest';
import { checkKernelMemory } from '../../../src/experiments/run/check-memory.js';

const check = (...layers: number[]) => checkKernelMemory({ network: { layers } } as never, 'chip.yaml');

// 4 bytes a weight: 2^30 weights fill 2^32 bytes.
it('takes what fits into the memory of the kernels, to the weight', () => {
  expect(() => check(2 ** 15, 2 ** 15)).not.toThrow();
  expect(() => check(2 ** 15, 2 ** 15, 1)).toThrow('network.layers: 4.3 GB of weights alone');
});

it.each([
  { layers: [784, 3_000_000], gigabytes: 9.41 },
  { layers: [64, 50_000, 50_000, 10], gigabytes: 10 },
])('refuses $layers, naming what is needed and what there is', ({ layers, gigabytes }) => {
  expect(() => check(...layers)).toThrow(
    `chip.yaml: network.layers: ${gigabytes} GB of weights alone, expected less than the 4.29 GB that WebAssembly has`,
  );
});
