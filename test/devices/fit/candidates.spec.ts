import { describe, expect, it } from 'vitest';
import { factoryParameters } from '../../../devices/fit/responses/factory-parameters.js';
import {
  createDeviceModel,
  type DeviceModelBlock,
  deviceModels,
  fittableModels,
} from '../../../devices/index.js';

const fitted = deviceModels.flatMap(({ name, fit, fields }) => (fit ? [{ name, fit, fields }] : []));

it('devices fit tries every model of the list that says how, the simplest first', () => {
  const inOrder = [...fitted].sort((a, b) => a.fit.order - b.fit.order).map(({ name }) => name);
  expect(fittableModels).toEqual(inOrder);
  expect(new Set(fitted.map(({ fit }) => fit.order)).size).toBe(fitted.length);
  expect(fittableModels[0]).toBe('constant-step');
  // Of two of the same curve and fit the one that comes first is kept.
  expect(fittableModels.indexOf('soft-bounds')).toBeLessThan(fittableModels.indexOf('soft-bounds-reference'));
  expect(fittableModels).toHaveLength(9);
});

describe.each(fitted.map((model) => [model.name, model] as const))(
  'the curve of %s',
  (name, { fit, fields }) => {
    const curve = fit.curve(100);
    const sketch = {
      low: 1,
      high: 2,
      up: { atLow: 0.02, atHigh: 0.01 },
      down: { atLow: 0.01, atHigh: 0.02 },
    };
    const [start] = curve.starts(sketch);
    const parameters = curve.parameters.map(({ name: of, ...one }) => ({
      name: of,
      value: one.of(start!, 1e-5),
    }));
    const device = factoryParameters(name, [...curve.fixed, ...parameters]);

    it('is of that model, and its numbers are fields of it', () => {
      expect(curve.name).toBe(name);
      const { model: _, ...own } = device;
      const spread = curve.spread.map((one) => one.name.split('.')[0]!);
      const named = [...Object.keys(own), ...spread];
      expect(named.filter((field) => !Object.hasOwn(fields, field))).toEqual([]);
    });

    it('gives parameters that make a device', () => {
      const { gMinS, gMaxS } = createDeviceModel(device as unknown as DeviceModelBlock);
      expect(gMinS).toBeLessThan(gMaxS);
    });
  },
);
