import { expect, it } from 'vitest';
import {
  type DeviceModel,
  linearStep,
  withDeviceVariation,
  withEndurance,
  withGrowingReadNoise,
  withInferenceNoise,
  withOpenCells,
  withRelaxation,
  withResistanceVariation,
  withRetention,
  withStuckCells,
  withTelegraphNoise,
} from '../../../devices/index.js';
import { scale } from '../models/curve.js';
import { plain } from './wrapped.js';

const readNoise = { strength: 0.02, readSec: 1e-7 };
const effects: Readonly<Record<string, (model: DeviceModel) => DeviceModel>> = {
  'device variation': (model) => withDeviceVariation(model, { distribution: 'normal', deviation: 0.1 }),
  endurance: (model) => withEndurance(model, { pulses: 10 }),
  '1/f read noise': (model) => withGrowingReadNoise(model, readNoise),
  'open cells': (model) => withOpenCells(model, 0.1),
  'resistance variation': (model) => withResistanceVariation(model, { onDeviation: 0.1, offDeviation: 0.2 }),
  relaxation: (model) => withRelaxation(model, { shiftS: -1e-7, spreadS: 1e-7, spreadGrowthS: 0 }),
  retention: (model) => withRetention(model, { lifetimeSec: 100, towardS: 0 }),
  'stuck cells': (model) => withStuckCells(model, { low: 0.1 }),
  'telegraph noise': (model) => withTelegraphNoise(model, { amplitude: 0.1, captureSec: 1, emissionSec: 1 }),
};

it.each(Object.entries(effects))('%s is not added twice, to draw the same numbers', (effect, wrap) => {
  expect(() => wrap(wrap(plain))).toThrow(
    `Cannot add ${effect}: linear-step has ${effect} already, expected none`,
  );
});

it('a published set counts with all that it brings', () => {
  const cell = linearStep({ ...scale, gMinS: 0, gMaxS: 25e-6, step: 0.02 });
  expect(() => withGrowingReadNoise(withInferenceNoise(cell, 'pcm-2019'), readNoise)).toThrow(
    'Cannot add 1/f read noise: linear-step has 1/f read noise already',
  );
});
