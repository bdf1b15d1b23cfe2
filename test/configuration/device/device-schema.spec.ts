import { describe, expect, it } from 'vitest';
import { createRandom, findDeviceModel } from '../../../devices/index.js';
import { createChipModel } from '../../../src/configuration/device/chip-device.js';
import { resolveConfiguration } from '../../../src/index.js';

const configurationOf = (device: unknown) =>
  resolveConfiguration(
    {
      dataset: { name: 'digits', train: 100, test: 50 },
      network: { layers: [64, 10] },
      learning: { epochs: 1, target: { winners: 1 }, backprop: { target: { winners: 1 } } },
      hardware: { device },
    } as never,
    { source: 'chip.yaml' },
  );

const deviceOf = async (block: unknown) => {
  const { hardware } = await configurationOf(block);
  return createChipModel((hardware as Exclude<typeof hardware, 'ideal'>).device);
};

/** The conductance after pulses from a bound. */
function afterPulses(pulses: number, model: Awaited<ReturnType<typeof deviceOf>>): number {
  const state = model.create(1, createRandom(1));
  state.arrays.conductanceS[0] = pulses > 0 ? model.gMinS : model.gMaxS;
  const draw = { random: createRandom(2), step: 0 };
  for (let i = 0; i < Math.abs(pulses); i++) {
    model.pulse(state, Int32Array.of(Math.sign(pulses)), { count: 1, firstIndex: 0, draw });
  }
  return model.conductanceInto(new Float32Array(1), state)[0];
}

describe('a device in a configuration', () => {
  it('takes nothing of the default device where its model is another', async () => {
    const block = { model: 'neurosim-exponential', ...findDeviceModel('neurosim-exponential')!.example };
    const { hardware } = await configurationOf(block);
    expect(hardware).toMatchObject({ device: block });
    expect(Object.keys((hardware as { device: object }).device).sort()).toEqual(Object.keys(block).sort());
  });

  it('may take another number of pulses down than up: states need not be whole', async () => {
    const noise = { deviceVariation: { step: 0, bounds: 0 }, cycleNoise: 0 };
    const block = {
      model: 'constant-step',
      gMinS: 0,
      gMaxS: 1e-4,
      states: 66.6667,
      upDownAsymmetry: -0.333333,
    };
    const model = await deviceOf({ ...block, ...noise });
    // Single precision adds up to 100 roundings of 2^-24 each; 66.6667 and -0.333333 are 1e-6 off.
    expect(afterPulses(100, model)).toBeCloseTo(1e-4, 9);
    expect(afterPulses(99, model)).toBeCloseTo(0.99e-4, 9);
    expect(afterPulses(-50, model)).toBeCloseTo(0, 9);
    expect(afterPulses(-49, model)).toBeCloseTo(0.02e-4, 9);
  });

  it('follows the exponential curve that was fitted', async () => {
    const nonlinear = { pulsesUp: 64, pulsesDown: 64, nonlinearityUp: 3.57094, nonlinearityDown: -3.57094 };
    const model = await deviceOf({ model: 'neurosim-exponential', gMinS: 2e-6, gMaxS: 8e-5, ...nonlinear });
    // 2 + 81.31456 (1 - exp(-p / 20)) uS, mirrored down; 1e-10 S is a ten-thousandth of a step.
    const up = (p: number) => (2 + 81.31456 * (1 - Math.exp(-p / 20))) * 1e-6;
    for (const pulses of [1, 10, 32, 64]) {
      expect(Math.abs(afterPulses(pulses, model) - up(pulses))).toBeLessThan(1e-9);
      expect(Math.abs(afterPulses(-pulses, model) - (82e-6 - up(pulses)))).toBeLessThan(1e-9);
    }
  });

  it.each([
    [{ model: 'pow-stp' }, 'hardware.device.model: "pow-stp", expected one of constant-step'],
    [{ model: 'linear-step', gMinS: 1e-6 }, 'hardware.device.gMaxS: nothing, expected a number in [0, 1]'],
    [
      { model: 'pow-step', ...findDeviceModel('pow-step')!.example, gama: 1 },
      'hardware.device.gama: unknown key, did you mean hardware.device.gamma?',
    ],
    [
      { model: 'pow-step', ...findDeviceModel('pow-step')!.example, gMinS: 1e-3 },
      'Cannot create powStep: gMinS must be below gMaxS',
    ],
  ])('says what is wrong: %j', async (block, message) => {
    await expect(configurationOf(block)).rejects.toThrow(message);
  });
});
