import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { npzBytes } from '../../src/data/npz.js';
import { safetensorsBytes } from '../../src/data/safetensors.js';
import type { Tensor, Tensors } from '../../src/data/tensor.js';
import { readInitialWeights } from '../../src/experiments/network-weights.js';
import { run } from '../../src/experiments/run.js';
import { temporaryFolder } from '../runs/temporary-folder.js';
import { digits, quickDigits, still } from './run-fixture.js';

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
  readInitialWeights({ layers, activation: 'relu', weights: fileOf(all) })!.map(({ weights, bias }) => [
    weights[0],
    bias[0],
  ]);

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

  it.each<[string, number[], Record<string, Tensor>, string]>([
    ['a layer without weights', [4, 3, 2], { w: tensor([3, 4]) }, 'expected an array [2, 3] for layer 2'],
    ['an array too many', [4, 3], { w: tensor([3, 4]), norm: tensor([5]) }, 'norm [5], expected only'],
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
  // A hundredth of the range is ten of the device's thousand steps; write and verify stops within half of one.
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
