import { describe, expect, it } from 'vitest';
import { createSimdKernels, createTypescriptKernels } from '../../../crossbar/index.js';
import { type Configuration, resolveConfiguration } from '../../../src/configuration/configuration.js';
import { run } from '../../../src/experiments/run/run.js';
import { digits, runOf, still } from '../run-fixture.js';

/** 64 pixels, 20 hidden nodes, 10 outputs: a few hundred digits learned in a moment. */
function resistive(set: readonly string[] = [], hardware: unknown = 'ideal'): Promise<Configuration> {
  const raw = {
    dataset: { name: 'digits', train: 480, test: 360 },
    network: { energy: 'resistive', layers: [64, 20, 10], inputGain: 10 },
    learning: {
      mode: 'supervised',
      epochs: 4,
      batchSize: 4,
      learningRate: [0.02, 0.02],
      dropout: [0, 0, 0],
      schedule: { kind: 'constant' },
      target: { labelSmoothing: 0 },
      eqprop: { strategy: 'block', tolerance: 0, maxSweeps: 4, beta: 0.5, nudging: 'centred' },
      backprop: { learningRate: [0.02, 0.02], target: {} },
    },
    hardware,
  };
  return resolveConfiguration(raw, { source: 'test', set: [...set] });
}

const chip = [
  'hardware.device.model=constant-step',
  'hardware.device.gMinS=1e-7',
  'hardware.array.weightMax=0.5',
  'hardware.read.noise=0',
  'hardware.read.nonlinearity.kind=none',
  'hardware.faults.stuckLow=0.01',
];

const accuracyOf = async (set: readonly string[], hardware?: unknown) => {
  const { result } = await runOf(await resistive(set, hardware));
  expect(result.status).toBe('completed');
  return result.accuracy.test!;
};

describe('a resistive network', () => {
  // 360 digits, a tenth of each class: chance is 0.1, five sigma of it 0.08. How well it learns is
  // for MNIST to say.
  it.each([
    ['centred EqProp', []],
    ['positive EqProp', ['learning.eqprop.nudging=positive']],
    ['negative EqProp', ['learning.eqprop.nudging=negative']],
    ['coupled learning', ['learning.eqprop.teaching=clamp']],
    [
      'contrastive learning',
      [
        'learning.eqprop.teaching=clamp',
        'learning.eqprop.nudging=positive',
        'learning.eqprop.beta=1',
        'learning.learningRate=[0.005, 0.005]',
      ],
    ],
    ['backprop', ['learning.rule=backprop']],
    [
      'EqProp through amplifiers',
      [
        'network.amplifierGain=4',
        'network.layers=[64, 20, 20, 10]',
        'learning.dropout=[0, 0, 0, 0]',
        'learning.learningRate=[2e-5, 5e-4, 0.02]',
        'learning.backprop.learningRate=[0.002, 0.01, 0.02]',
        'learning.eqprop.maxSweeps=8',
      ],
    ],
  ])('learns digits by %s', async (_, set) => {
    expect(await accuracyOf(set)).toBeGreaterThan(0.3);
  });

  it('learns on devices', async () => {
    expect(await accuracyOf(chip, {})).toBeGreaterThan(0.3);
  });

  it('is the same to the bit on either kernels, floats and devices', async () => {
    for (const [set, on] of [
      [[], 'ideal'],
      [[...chip, 'hardware.read.noise=0.02'], {}],
    ] as const) {
      const configuration = await resistive(['dataset.train=60', 'learning.epochs=1', ...set], on);
      const { hardware } = configuration;
      const [simd, typescript] = await Promise.all(
        [createSimdKernels, createTypescriptKernels].map((createKernels) =>
          run(configuration, digits, { id: 'test', rule: 'eqprop', hardware, ...still, createKernels }),
        ),
      );
      expect(simd!.receptiveFields?.weights[3]).toEqual(typescript!.receptiveFields?.weights[3]);
    }
  });

  it.each([
    [
      'learning.eqprop.strategy=euler',
      'learning.eqprop.strategy: "euler", expected block where network.energy is resistive',
    ],
    [
      'learning.loss=cross-entropy',
      'learning.loss: "cross-entropy", expected mse where network.energy is resistive',
    ],
    [
      'learning.dropout=[0.1, 0, 0]',
      'learning.dropout: [0.1,0,0], expected no dropout where network.energy is resistive',
    ],
    ['network.energy=ising', 'network.energy: "ising", expected one of hopfield, resistive'],
  ])('refuses %s', async (set, message) => {
    await expect(resistive([set])).rejects.toThrow(message);
  });

  it('refuses cells that are not linear', async () => {
    await expect(resistive([], {})).rejects.toThrow(
      'hardware.read.nonlinearity.kind: "sinh", expected none: conductors are linear where network.energy is resistive',
    );
  });

  it('names the node whose conductance a negative nudge outweighs', async () => {
    const set = [
      'learning.eqprop.beta=1',
      'learning.eqprop.nudging=negative',
      'network.weightBounds=[0.1, 0.01]',
    ];
    await expect(runOf(await resistive(set))).rejects.toThrow(
      /a nudge of -1 outweighs the conductance of node 0 of layer 2/,
    );
  });
});
