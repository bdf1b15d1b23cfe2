import { describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import type { Mapping } from '../../../src/configuration/plain-data.js';
import { kindsOfNetwork } from '../kinds-of-network.js';
import { perfectChip } from '../perfect-chip.js';
import { runOf } from '../run-fixture.js';

const settling: Mapping = {
  mode: 'supervised',
  epochs: 3,
  learningRate: [0.05, 0.05],
  schedule: { kind: 'constant' },
  target: { winners: 1, labelSmoothing: 0 },
  dropout: [0, 0, 0],
  eqprop: { strategy: 'euler', freeSteps: 40, nudgedSteps: 10 },
  backprop: { learningRate: [0.05, 0.05] },
};

async function chipRun(raw: Mapping, converters: Mapping, ...set: string[]) {
  const hardware = { ...perfectChip(8), training: 'transfer', converters };
  const dataset = { name: 'digits', train: 480, test: 360 };
  return runOf(await resolveConfiguration({ dataset, ...raw, hardware }, { source: 'test', set }));
}

describe('calibrated ranges', () => {
  const network = { network: { layers: [64, 40, 10] }, learning: settling };
  const adc = { bits: 8, range: 'calibrated' };

  it('are those of all steps, not of the first', async () => {
    const { result } = await chipRun(network, { adc });
    // 0.1 % of the currents of 256 training images are above the range; test images differ. The
    // first read, of hidden units at rest, has currents of the input's array alone, and backward
    // ones of 0: 68 % of conversions clipped by its ranges.
    expect(result.chip!.adcSaturation).toBeLessThan(0.005);
  });

  it('in training are those of the nudged phase too', async () => {
    const { result } = await chipRun(network, { adc }, 'hardware.training=in-situ', 'learning.epochs=1');
    // Weights grow from where they were calibrated; 88 % of backward conversions clipped by ranges
    // of the first read.
    expect(result.chip!.adcSaturation).toBeLessThan(0.1);
  });

  it('do not depend on the images of the test', async () => {
    const coarse = { adc: { bits: 4, range: 'calibrated' } };
    const few = await chipRun(network, coarse, 'dataset.test=40', 'learning.epochs=1');
    const all = await chipRun(network, coarse, 'learning.epochs=1');
    const first = (run: typeof few) => [...run.evaluation!.correct.test!.subarray(0, 40)];
    expect(first(few)).toEqual(first(all));
  });

  it('of DACs let hidden units above 1 pass, whose clipping is counted where they do not', async () => {
    const [, convolution] = kindsOfNetwork.find(([name]) => name === 'a convolution, backprop')!;
    const wide = { adc: { bits: 24, range: 64 } };
    const clipped = (await chipRun(convolution, { ...wide, dac: { bits: 24 } })).result;
    const whole = (await chipRun(convolution, { ...wide, dac: { bits: 24, range: 'calibrated' } })).result;
    expect(clipped.chip!.dacSaturation).toBeGreaterThan(0.01);
    // One in ten thousand of the training images' inputs; five times that for others.
    expect(whole.chip!.dacSaturation).toBeLessThan(0.0005);
    expect(whole.accuracy.test).toBeGreaterThan(clipped.accuracy.test! + 0.02);
  });
});
