import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../devices/index.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import type { Mapping } from '../../../src/configuration/plain-data.js';
import { imagesInto, labelsOf, selectImages } from '../../../src/data/batches.js';
import { npzBytes } from '../../../src/data/readers/npz.js';
import { safetensorsBytes } from '../../../src/data/readers/safetensors.js';
import type { Tensor, Tensors } from '../../../src/data/readers/tensor.js';
import { readInitialWeights } from '../../../src/experiments/build/initial-weights.js';
import { run } from '../../../src/experiments/run/run.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { kindsOfNetwork } from '../kinds-of-network.js';
import { digits, quickDigits, runOf, still } from '../run-fixture.js';

const tensor = (shape: readonly number[], first = 0): Tensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => first + i),
});

function fileOf(all: Record<string, Tensor>): string {
  const file = join(temporaryFolder(), 'model.npz');
  writeFileSync(file, npzBytes(new Map(Object.entries(all))));
  return file;
}

const read = (layers: number[], all: Record<string, Tensor>) =>
  readInitialWeights(
    { layers, activation: 'relu', weights: fileOf(all) },
    { height: 8, width: 8, channels: 1 },
  )!.map(({ weights, bias }) => [weights[0], bias[0]]);

describe('readInitialWeights', () => {
  it('takes layers of equal shape in the order of their numbers, the others by their shape', () => {
    const square = {
      'l10.weight': tensor([2, 2], 10),
      'l9.weight': tensor([2, 2], 9),
      'l9.bias': tensor([2], 90),
    };
    expect(read([2, 2, 2], square)).toEqual([
      [9, 90],
      [10, 0],
    ]);
    const named = { 'a.weight': tensor([2, 3], 1), 'b.weight': tensor([3, 4], 2), 'b.bias': tensor([3], 20) };
    expect(read([4, 3, 2], named)).toEqual([
      [2, 20],
      [1, 0],
    ]);
  });

  it.each([
    ['W1', 'b1', 'W2', 'b2'],
    ['fc1.weight', 'fc1.bias', 'fc2.weight', 'fc2.bias'],
    ['fc1.weights', 'fc1.biases', 'fc2.weights', 'fc2.biases'],
    ['coefs_0', 'intercepts_0', 'coefs_1', 'intercepts_1'],
    ['dense/kernel:0', 'dense/bias:0', 'dense_1/kernel:0', 'dense_1/bias:0'],
    ['weight_1', 'bias_1', 'weight_2', 'bias_2'],
  ])('finds the biases %s has beside it', (...names) => {
    const shapes = [[3, 4], [3], [3, 3], [3]];
    const tensors = names.map((name, i) => [name, tensor(shapes[i], 10 * i)]);
    expect(read([4, 3, 3], Object.fromEntries(tensors))).toEqual([
      [0, 10],
      [20, 30],
    ]);
  });

  it.each<[string, number[], Record<string, Tensor>, string]>([
    ['a layer without weights', [4, 3, 2], { w: tensor([3, 4]) }, 'expected an array [2, 3] for layer 2'],
    ['an array too many', [4, 3], { w: tensor([3, 4]), norm: tensor([5]) }, 'norm [5], expected only'],
    [
      'a bias by another name',
      [4, 3],
      { w: tensor([3, 4]), offset: tensor([3]) },
      'a bias is found by the name of its weights: bias for weight, b for W',
    ],
    [
      'a batch normalisation',
      [4, 3],
      {
        '0.weight': tensor([3, 4]),
        '0.bias': tensor([3]),
        '1.weight': tensor([3]),
        '1.bias': tensor([3]),
        '1.running_mean': tensor([3]),
        '1.running_var': tensor([3]),
      },
      "1.running_mean, 1.running_var: those of a batch normalisation, expected it folded into 0.weight and its bias: W' = gamma W / sqrt(var + eps), b' = gamma (b - mean) / sqrt(var + eps) + beta, gamma and beta being 1.weight and 1.bias",
    ],
    [
      'a layer normalisation',
      [4, 3],
      { '0.weight': tensor([3, 4]), '1.weight': tensor([3]), '1.bias': tensor([3]) },
      '1.bias, 1.weight look like a normalisation, whose scale and offset must be folded into the layer before it',
    ],
    [
      'layers that are transposed',
      [4, 4, 3],
      { W1: tensor([4, 4]), W2: tensor([4, 3]) },
      'W2 has its axes in another order: transpose every layer, square ones too, to [units, units before]',
    ],
    [
      'a number that is none',
      [2, 1],
      { w: { shape: [1, 2], data: Float64Array.of(1, Number.NaN) } },
      'w: element 1 is NaN',
    ],
    [
      'a number too large',
      [1, 1],
      { w: { shape: [1, 1], data: Float64Array.of(1e300) } },
      'element 0 is 1e+300',
    ],
  ])('refuses %s', (_, layers, all, message) => {
    expect(() => read(layers, all)).toThrow(message);
  });
});

it('a run that goes on from kept weights of an untrained one begins with the same bits', async () => {
  const kept = new Map<string, Tensors>();
  const context = { ...still, keepWeights: (id: string, weights: Tensors) => void kept.set(id, weights) };
  const options = { id: 'one', rule: 'eqprop', hardware: 'ideal', ...context } as const;
  await run(await quickDigits('learning.epochs=0'), digits, options);
  const first = kept.get('one-1') as Tensors;
  expect([...first.keys()]).toEqual(['0.weight', '0.bias']);
  const file = join(temporaryFolder(), 'first.safetensors');
  writeFileSync(file, safetensorsBytes(first));
  const drawn = await run(await quickDigits(), digits, { ...options, id: 'drawn' });
  const given = await run(await quickDigits(`network.weights=${file}`, 'seed=1'), digits, {
    ...options,
    id: 'given',
  });
  expect(kept.get('given-1')).toEqual(kept.get('drawn-1'));
  expect(given.result.accuracy).toEqual(drawn.result.accuracy);
  expect(kept.get('drawn-1')).not.toEqual(first);
});

describe.each(kindsOfNetwork)('%s', (_, kind) => {
  it('begins with the kept weights of an untrained one as the untrained one does', async () => {
    const kept = new Map<string, Tensors>();
    const keep = (id: string) => ({ id, keepWeights: (_: string, all: Tensors) => void kept.set(id, all) });
    const of = async (id: string, ...set: string[]) => {
      const raw = { ...kind, dataset: { name: 'digits', train: 64, test: 100 }, hardware: 'ideal' };
      const configuration = await resolveConfiguration(raw, { source: 'test', set });
      const { rule } = configuration.learning;
      const { evaluation } = await run(configuration, digits, {
        ...still,
        rule,
        hardware: 'ideal',
        ...keep(id),
      });
      return evaluation!.correct;
    };
    await of('untrained', 'learning.epochs=0');
    const file = join(temporaryFolder(), 'kept.safetensors');
    writeFileSync(file, safetensorsBytes(kept.get('untrained')!));
    expect(await of('given', `network.weights=${file}`)).toEqual(await of('drawn'));
    expect(kept.get('given')).toEqual(kept.get('drawn'));
    expect(kept.get('drawn')).not.toEqual(kept.get('untrained'));
  });
});

it('takes a convolution and the full layer behind it as PyTorch numbers their units', async () => {
  const [channels, side, classes] = [2, 6, 10];
  const wave = (shape: readonly number[], pace: number): Tensor => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(pace * (i + 1))),
  });
  const filters = wave([channels, 1, 3, 3], 1.3);
  const full = wave([classes, channels * side * side], 0.7);
  const file = fileOf({ 'conv.weight': filters, 'fc.weight': full });
  const raw = {
    dataset: { name: 'digits', train: 64, test: 200 },
    network: {
      layers: [{ conv: { channels, size: 3 } }, { full: classes }],
      activation: ['relu', 'identity'],
      weights: file,
    },
    learning: { ...(kindsOfNetwork[3][1].learning as Mapping), epochs: 0 },
    hardware: 'ideal',
  };
  const { evaluation } = await runOf(await resolveConfiguration(raw as Mapping, { source: 'test' }));
  const test = selectImages(digits.test, 200, createRandom(1).stream('test images'));
  const image = new Float32Array(64);
  const answers = Array.from(test.indices, (index, i) => {
    imagesInto(image, { ...test, indices: Uint32Array.of(index) });
    // The filter in front, then rows, then columns: [channel][y][x].
    const hidden: number[] = [];
    for (let c = 0; c < channels; c++) {
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          let sum = 0;
          for (let k = 0; k < 9; k++) {
            sum += Number(filters.data[9 * c + k]) * image[8 * (y + Math.floor(k / 3)) + x + (k % 3)];
          }
          hidden.push(Math.max(sum, 0));
        }
      }
    }
    const outputs = Array.from({ length: classes }, (_, o) =>
      hidden.reduce((sum, h, j) => sum + h * Number(full.data[o * hidden.length + j]), 0),
    );
    return Number(outputs.indexOf(Math.max(...outputs)) === labelsOf(test)[i]);
  });
  expect([...evaluation!.correct.test!]).toEqual(answers);
});

it('conductances of a resistive network are kept as they are, and none may be below 0', async () => {
  const kept = new Map<string, Tensors>();
  const [, kind] = kindsOfNetwork.find(([name]) => name.startsWith('resistive'))!;
  const raw = { ...kind, dataset: { name: 'digits', train: 64, test: 50 }, hardware: 'ideal' };
  const configuration = await resolveConfiguration(raw, { source: 'test', set: ['learning.epochs=0'] });
  const keepWeights = (id: string, all: Tensors) => void kept.set(id, all);
  await run(configuration, digits, { id: 'r', rule: 'eqprop', hardware: 'ideal', ...still, keepWeights });
  const first = kept.get('r-1')!.get('0.weight')!;
  expect(first.shape).toEqual([20, 128]);
  expect(Math.min(...(first.data as Float32Array))).toBe(0);
  const file = fileOf({ '0.weight': tensor([20, 128], -1), '1.weight': tensor([10, 20]) });
  expect(() =>
    readInitialWeights({ ...configuration.network, weights: file }, { height: 8, width: 8, channels: 1 }),
  ).toThrow('0.weight: element 0 is -1, expected conductances of at least 0');
});

it('weightMax: largest lets a chip hold what a fixed range clips', async () => {
  const weights: Tensors = new Map([['0.weight', tensor([40, 64], -1280)]]);
  const file = join(temporaryFolder(), 'large.safetensors');
  writeFileSync(file, safetensorsBytes(weights));
  const kept = new Map<string, Tensors>();
  const held = async (weightMax: string) => {
    const configuration = await quickDigits(
      `network.weights=${file}`,
      'learning.epochs=0',
      'hardware.device.deviceVariation.bounds=0',
      'hardware.array.levels=0',
      'hardware.faults.stuckLow=0',
      `hardware.array.weightMax=${weightMax}`,
    );
    const { hardware } = configuration;
    const keepWeights = (id: string, all: Tensors) => void kept.set(id, all);
    await run(configuration, digits, { id: weightMax, rule: 'eqprop', hardware, ...still, keepWeights });
    return kept.get(`${weightMax}-1`)!.get('0.weight')!.data as Float32Array;
  };
  const largest = await held('largest');
  // A hundredth of the range is ten of the device's thousand steps; write and verify stops within
  // half of one.
  expect(Math.abs(largest[640] + 640)).toBeLessThan(26);
  expect((await held('0.3'))[640]).toBeGreaterThan(-0.31);
});

it.each(['eqprop', 'backprop'] as const)(
  'biases: fixed, %s learns weights and leaves the biases as they began',
  async (rule) => {
    const file = join(temporaryFolder(), 'begun.npz');
    const small = (shape: readonly number[]): Tensor => ({
      shape,
      data: (tensor(shape, 1).data as Float32Array).map((value) => value / 1e4),
    });
    const begun = { '0.weight': small([40, 64]), '0.bias': small([40]) };
    writeFileSync(file, npzBytes(new Map(Object.entries(begun))));
    const learned = async (biases: string) => {
      const kept = new Map<string, Tensors>();
      const keepWeights = (id: string, all: Tensors) => void kept.set(id, all);
      const configuration = await quickDigits(`network.weights=${file}`, `network.biases=${biases}`);
      await run(configuration, digits, { id: rule, rule, hardware: 'ideal', ...still, keepWeights });
      return kept.get(`${rule}-1`)!;
    };
    const [fixed, free] = [await learned('fixed'), await learned('learned')];
    expect(fixed.get('0.bias')).toEqual(begun['0.bias']);
    expect(fixed.get('0.weight')).not.toEqual(begun['0.weight']);
    expect(free.get('0.bias')).not.toEqual(begun['0.bias']);
  },
);
