import { describe, expect, test } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import { measureFidelity } from '../../../src/experiments/levels/fidelity.js';
import { digits, quickDigits } from '../run-fixture.js';

const clean = [
  'hardware.device={model: constant-step, gMinS: 0, gMaxS: 1.0e-4, states: 1000000, upDownAsymmetry: 0, deviceVariation: {step: 0, bounds: 0}, cycleNoise: 0}',
  'hardware.array.levels=0',
  'hardware.array.weightMax=1',
  'hardware.faults.stuckLow=0',
  'hardware.converters.dac.bits=24',
  'hardware.converters.adc.bits=24',
  'hardware.converters.adc.range=16',
  'hardware.read.noise=0',
  'hardware.read.nonlinearity.kind=none',
  'hardware.write.pulses=65535',
];
const settled = ['learning.eqprop.freeSteps=400', 'learning.eqprop.nudgedSteps=400'];
const fidelity = async (rule: 'eqprop' | 'backprop', betas: number[], ...set: string[]) =>
  measureFidelity(await quickDigits(...clean, ...settled, ...set), digits, {
    rule,
    betas,
    kernels: createSimdKernels(),
  });

describe('gradient fidelity', () => {
  test('on a chip without imperfections both rules follow the gradient; centred EqProp to the square of beta', async () => {
    const [backprop] = await fidelity('backprop', []);
    expect(backprop!.cosine).toBeGreaterThan(0.99999);
    // 24 bits of converters against f32.
    expect(backprop!.relativeError).toBeLessThan(1e-3);
    const [weak, strong] = await fidelity('eqprop', [0.1, 0.4], 'learning.eqprop.nudging=centred');
    expect(weak!.cosine).toBeGreaterThan(0.999);
    // (1/(1+b) + 1/(1-b)) / 2 - 1 = b^2 / (1 - b^2) of the gradient, where no unit meets a wall;
    // walls only add.
    expect(weak!.relativeError).toBeGreaterThan(0.5 * 0.1 ** 2);
    expect(strong!.relativeError).toBeGreaterThan(3 * weak!.relativeError);
  });

  test('a one-sided nudge is off by beta: (1 / (1 + beta) - 1) of the gradient', async () => {
    const [one] = await fidelity('eqprop', [0.1], 'learning.eqprop.nudging=positive');
    expect(one!.relativeError).toBeGreaterThan(0.08);
    expect(one!.relativeError).toBeLessThan(0.15);
  });

  test('read noise defeats a small beta first: the difference of two reads is divided by it', async () => {
    const [small, large] = await fidelity('eqprop', [0.05, 0.5], 'hardware.read.noise=0.05');
    expect(small!.cosine).toBeLessThan(0.5 * large!.cosine);
    expect(small!.relativeError).toBeGreaterThan(5 * large!.relativeError);
  });

  test('two layers that settle together', async () => {
    const deep = [
      'network.layers=[64, 30, 20]',
      'learning.learningRate=[0.1, 0.1]',
      'learning.dropout=[0, 0, 0]',
    ];
    const more = [
      'learning.eqprop.strategy=block',
      'learning.eqprop.tolerance=1e-6',
      'learning.eqprop.nudging=centred',
    ];
    const [one] = await fidelity('eqprop', [0.05], ...deep, ...more, 'learning.backprop.learningRate=[1, 1]');
    expect(one!.cosine).toBeGreaterThan(0.99);
  });
});
