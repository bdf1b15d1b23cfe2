import { expect, test } from 'vitest';
import { wireSolveBytes } from '../../../crossbar/index.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { checkMemory, checkNetlist } from '../../../src/experiments/memory/check-memory.js';
import { checkRunMemory } from '../../../src/experiments/memory/check-run-memory.js';
import { factorBytes } from '../../../src/reference/free-units.js';
import { digits } from '../run-fixture.js';

const host = { bytes: 8e9, name: 'there are' };

test('what fits is let pass, what does not is one line', () => {
  expect(() => checkMemory('a.json', 8e9, host)).not.toThrow();
  expect(() => checkMemory('a.json: 3 x 4 cells', 8.1e9, host)).toThrow(
    'a.json: 3 x 4 cells: about 8.1 GB of memory, expected at most the 8 GB there are',
  );
});

test('a solve of wires holds 18 doubles a cell, 4 of them for each vector', () => {
  expect(wireSolveBytes(10, 20)).toBe(8 * 200 * 18);
  expect(wireSolveBytes(10, 20, 3)).toBe(8 * 200 * 26);
});

test('nodes are factorised by the parity of their layers', () => {
  // Odd: 5 + 2, even behind the first layer: 3.
  expect(factorBytes([100, 5, 3, 2])).toBe(8 * (2 * 7 * 3 + 9));
});

/**
 * A dense network of the digits' size; the weights alone of the last one fill the kernels' memory.
 */
const checkLayers = async (...layers: number[]) => {
  const learning = { learningRate: layers.slice(1).map(() => 0.1), dropout: layers.map(() => 0) };
  const configuration = await resolveConfiguration({
    hardware: 'ideal',
    dataset: { name: 'digits' },
    network: { layers },
    learning,
  });
  checkRunMemory(configuration, digits.train, { kind: 'train', source: 'chip.yaml' });
};

test('a run that fits no memory of the kernels is refused by its layers', async () => {
  await expect(checkLayers(64, 100, 40)).resolves.toBeUndefined();
  await expect(checkLayers(64, 2 ** 15, 2 ** 15, 10)).rejects.toThrow(
    /^chip.yaml: network.layers: a run of eqprop: about .* GB of memory, expected at most the 4.29 GB that WebAssembly has$/,
  );
});

test('a netlist that no text can hold is refused by its cells', () => {
  expect(() => checkNetlist('array.json', 1e6)).not.toThrow();
  expect(() => checkNetlist('array.json', 6e6)).toThrow(
    'array.json: a netlist of 6000000 cells: about 0.6 GB of memory, expected at most the 0.537 GB that a netlist may have',
  );
});
