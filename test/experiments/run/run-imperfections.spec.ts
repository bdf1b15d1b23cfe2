import { describe, expect, it } from 'vitest';
import { quickDigits, runOf, weightsOf } from '../run-fixture.js';

/** What switches off each imperfection of the default chip, alone. */
const without: Readonly<Record<string, readonly string[]>> = {
  'variation of steps between devices': ['device.deviceVariation.step=0'],
  'variation of bounds between devices': ['device.deviceVariation.bounds=0'],
  'noise from pulse to pulse': ['device.cycleNoise=0'],
  'soft bounds': ['device.model=constant-step'],
  'the coarseness of a pulse': ['device.states=4000'],
  'conductance levels': ['array.levels=0'],
  'DAC bits': ['converters.dac.bits=24'],
  'ADC bits': ['converters.adc.bits=24'],
  'the nudge bits': ['converters.nudge.bits=24'],
  'read noise': ['read.noise=0'],
  'the nonlinear current': ['read.nonlinearity.kind=none'],
  'stuck cells': ['faults.stuckLow=0'],
  'the limit of pulses': ['write.pulses=65535'],
  'random rounding of pulses': ['write.scheme=deterministic'],
};

describe('the default chip', async () => {
  // A learning rate at which some devices want more pulses in one update than the chip gives.
  const configure = (set: readonly string[]) =>
    quickDigits('learning.learningRate=[0.3]', ...set.map((assignment) => `hardware.${assignment}`));
  const base = await runOf(await configure([]));

  it('repeats to the bit', async () => {
    expect(await runOf(await configure([]))).toEqual(base);
  });

  it.each(Object.entries(without))('ends elsewhere without %s', async (_, set) => {
    const { result, ...outcome } = await runOf(await configure(set));
    expect(result.status).toBe('completed');
    expect(weightsOf({ result, ...outcome })).not.toEqual(weightsOf(base));
  });
});
