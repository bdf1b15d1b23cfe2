import { describe, expect, it } from 'vitest';
import { type CostOverrides, costFields, costParameters, defaultCost } from '../../../crossbar/index.js';

describe('every constant', () => {
  it.each(costFields.map((field) => [field.name, field] as const))(
    '%s has a source or is an assumption',
    (name, field) => {
      const { value, unit, summary, source } = field;
      expect(Number.isFinite(value) && value > 0).toBe(true);
      expect(summary.length).toBeGreaterThan(5);
      if ('assumption' in source) expect(source.assumption.length).toBeGreaterThan(10);
      else {
        expect(source.doi).toMatch(/^10\.\d{4,5}\/\S+$/);
        expect(source.where.length).toBeGreaterThan(10);
      }
      const suffix = /(FPerM|Ohm|Sec|V|F|J|W|M2|M|Hz)$/.exec(name)?.[1] ?? '';
      const units: Record<string, string> = { FPerM: 'F/m', Sec: 's', M2: 'm2', M: 'm', '': '1' };
      expect(unit).toBe(units[suffix] ?? suffix);
    },
  );

  it('is a number of the defaults, and there is no other', () => {
    const names = Object.entries(defaultCost).flatMap(([group, values]) =>
      Object.keys(values).map((name) => `${group}.${name}`),
    );
    expect(names).toEqual(costFields.map(({ name }) => name));
  });

  it('two converters built years apart take the same energy: 26 uW at 10 MS/s, 8 bits (doi 10.1109/JSSC.2011.2143870)', () => {
    expect((defaultCost.adc.stepJ * 2 ** 8) / (26e-6 / 10e6)).toBeCloseTo(1, 1);
  });
});

describe('overrides', () => {
  it('stand in for defaults, and change nothing else', () => {
    const { adc, ...rest } = costParameters({ adc: { rateHz: 1e8 } });
    expect(adc).toEqual({ ...defaultCost.adc, rateHz: 1e8 });
    expect(rest).toEqual({ ...rest, cell: defaultCost.cell, write: defaultCost.write });
    expect(Object.isFrozen(adc)).toBe(true);
  });

  it.each([
    [{ adc: { rateHz: 0 } }, 'cost.adc.rateHz must be a finite number in ['],
    [{ adc: { outputs: 1.5 } }, 'cost.adc.outputs must be a whole number'],
    [{ driver: { efficiency: 2 } }, 'cost.driver.efficiency must be a finite number in [5e-324, 1]'],
    [{ wire: { segmentOhm: -1 } }, 'cost.wire.segmentOhm must be'],
    [{ write: { slots: 1, pulsesPerDevice: 2 } }, 'cost.write.slots must be a finite number in [2,'],
    [{ adc: { rate: 1 } }, 'Unknown cost parameter adc.rate, expected one of cell.pitchM,'],
    [{ dacs: {} }, 'Unknown cost parameter dacs, expected one of'],
  ])('%j is refused', (overrides, message) => {
    expect(() => costParameters(overrides as CostOverrides)).toThrow(message);
  });
});
