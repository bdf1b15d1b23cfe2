import { describe, expect, it } from 'vitest';
import {
  createDeviceModel,
  createRandom,
  type DeviceModel,
  InputError,
  linearStep,
  neurosimExponential,
} from '../../../devices/index.js';
import { deviceModels } from '../../../devices/models/catalogue.js';

type Block = Record<string, unknown>;

/** The parameters of a model with steps finer by a factor, by the field that sets its step. */
function finer(example: Block, factor: number): Block {
  const scaled = (name: string, by: number) =>
    typeof example[name] === 'number' ? { [name]: (example[name] as number) * by } : {};
  const { device } = example;
  return {
    ...example,
    ...scaled('states', factor),
    ...scaled('step', 1 / factor),
    ...scaled('pulsesUp', factor),
    ...scaled('pulsesDown', factor),
    ...scaled('rate', 1 / factor),
    ...scaled('pulses', factor),
    ...(device ? { device: finer(device as Block, factor) } : {}),
  };
}

/** How far a pulse up and a pulse down from mid-range move a device on average, in siemens. */
function meanMoveS(model: DeviceModel): number {
  const state = model.create(16, createRandom(1));
  const seenS = () => model.conductanceInto(new Float32Array(16), state);
  const before = seenS();
  const place = { count: 16, firstIndex: 0, draw: { random: createRandom(2), step: 0 } };
  model.pulse(state, new Int32Array(16).fill(1), place);
  const up = seenS();
  model.pulse(state, new Int32Array(16).fill(-1), { ...place, draw: { ...place.draw, step: 1 } });
  const down = seenS();
  return (up[0]! - before[0]! + (up[0]! - down[0]!)) / 2;
}

describe('the finest step that a model takes', () => {
  const pulsed = deviceModels.filter(({ kind }) => kind === 'pulses');
  it.each(pulsed)('$name: moves the conductance, and finer ones are refused', ({ name, example }) => {
    const create = (factor: number) => createDeviceModel({ model: name, ...finer(example, factor) });
    const isTaken = (factor: number) => {
      try {
        create(factor);
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as Error).message).toContain('single precision does not resolve finer steps');
        return false;
      }
    };
    // Bisection of the factor, by its logarithm.
    let taken = 1;
    let refused = 1e12;
    expect(isTaken(refused)).toBe(false);
    for (let i = 0; i < 40; i++) {
      const factor = Math.sqrt(taken * refused);
      if (isTaken(factor)) taken = factor;
      else refused = factor;
    }
    const model = create(taken);
    // Four last bits or, of a pair, two, each rounded by half of one. Both devices of a pair stand
    // at their lower bounds, where steps are larger.
    expect(meanMoveS(model) / model.stepS).toBeGreaterThan(3 / 4 - 1e-6);
  });

  it('is told in a line', () => {
    const range = { gMinS: 1e-6, gMaxS: 3e-5 };
    expect(() => linearStep({ ...range, weightMin: -1, weightMax: 1, step: 1e-8 })).toThrow(
      'linearStep: step at mid-range must be at least 7.28e-12 S, since single precision does not resolve finer steps of conductances up to 0.00003 S (got 1.45e-13)',
    );
    const curves = { nonlinearityUp: 1, nonlinearityDown: -1 };
    expect(() => neurosimExponential({ ...range, ...curves, pulsesUp: 9e6, pulsesDown: 9e6 })).toThrow(
      'neurosimExponential: step at mid-range must be at least 7.28e-12 S',
    );
  });
});
