import { describe, expect, it } from 'vitest';
import { outlyingDevices } from '../../../devices/fit/measured/outlying-devices.js';
import { fitPulseCurves, type PulseCurves, type PulseSweep, softBounds } from '../../../devices/index.js';
import { syntheticCurves } from './synthetic.js';

const typical = { gMinS: 2e-6, gMaxS: 8e-5, states: 60, cycleNoise: 0.3 };
const varied = softBounds({ ...typical, deviceVariation: { step: 0.3, bounds: 0.05 } });

/** Ways in which a sweep goes wrong at a reading. */
const failures: Readonly<Record<string, (g: Float64Array, at: number) => Float64Array>> = {
  opens: (g, at) => g.map((value, i) => (i < at ? value : 1e-9)),
  'is stuck': (g, at) => g.map((value, i) => (i < at ? value : g[at])),
  shorts: (g, at) => g.map((value, i) => (i < at ? value : 1e-2)),
};

function failing(
  { devices, ...curves }: PulseCurves,
  name: string,
  change: (sweep: PulseSweep) => PulseSweep,
): PulseCurves {
  const changed = devices.map((device) =>
    device.name === name ? { name, sweeps: device.sweeps.map(change) } : device,
  );
  return { ...curves, devices: changed };
}

describe('a device that fails in mid-sweep', () => {
  it.each(Object.entries(failures))('and %s is named and changes nothing', (_, failure) => {
    const curves = syntheticCurves(varied, { seed: 3, devices: 6, up: 60, down: 60, readNoise: 0.01 });
    const spoiled = failing(curves, '4', (sweep) =>
      sweep.direction === 'up' ? { ...sweep, conductanceS: failure(sweep.conductanceS, 12) } : sweep,
    );
    const healthy = { ...curves, devices: curves.devices.filter(({ name }) => name !== '4') };
    const found = fitPulseCurves(spoiled, { model: 'soft-bounds' });
    const wanted = fitPulseCurves(healthy, { model: 'soft-bounds' });
    expect(found.leftOut).toEqual([{ name: '4', reason: expect.stringContaining('its up sweep') }]);
    expect(found.warnings).toContain(`device 4 is left out: ${found.leftOut[0].reason}`);
    expect(found.parameters).toEqual(wanted.parameters);
    expect(found.spread).toEqual(wanted.spread);
  });

  it.each([3, 4, 5, 10, 20])('is not seen in the usual variation of %i devices', (devices) => {
    const seen = Array.from({ length: 20 }, (_, seed) =>
      outlyingDevices(syntheticCurves(varied, { seed, devices, up: 60, down: 60, readNoise: 0.02 }).devices),
    );
    expect(seen.flat()).toEqual([]);
  });

  it('is not told from others where half of them fail', () => {
    const sweep = (conductanceS: number[]) => ({
      direction: 'up' as const,
      pulses: Float64Array.from([0, 1, 2, 3, 4]),
      conductanceS: Float64Array.from(conductanceS),
    });
    const good = sweep([1e-6, 2e-6, 3e-6, 4e-6, 5e-6]);
    const bad = sweep([1e-6, 2e-6, 2e-6, 2e-6, 2e-6]);
    const devices = [good, good, bad, bad].map((own, i) => ({ name: `${i}`, sweeps: [own] }));
    expect(outlyingDevices(devices)).toEqual([]);
    expect(outlyingDevices(devices.slice(0, 3)).map(({ name }) => name)).toEqual(['2']);
  });
});

describe('noise of the instrument', () => {
  const curves = syntheticCurves(softBounds(typical), {
    seed: 5,
    devices: 5,
    up: 60,
    down: 60,
    readNoise: 0.03,
  });
  const readNoise = (instrumentNoiseS: number) => {
    const { spread, warnings } = fitPulseCurves(curves, { model: 'soft-bounds', instrumentNoiseS });
    return { row: spread.find(({ name }) => name.startsWith('readNoise'))!, warnings };
  };

  it('is taken off in variance, to nothing where it is larger than what is seen', () => {
    const sum = readNoise(0);
    expect(sum.warnings.some((text) => text.includes('--instrument-noise'))).toBe(true);
    const squares = [0, 5e-7, 1e-6].map((noiseS) => readNoise(noiseS).row.value ** 2);
    // Equal steps of variance for equal steps of the instrument's: 1 : 4.
    expect((squares[0] - squares[2]) / (squares[0] - squares[1])).toBeCloseTo(4, 6);
    expect(readNoise(1).row).toMatchObject({ value: 0, ci95: [0, 0] });
  });

  it('is a number of siemens', () => {
    for (const bad of [-1, Number.NaN, Infinity]) {
      const fit = () => fitPulseCurves(curves, { instrumentNoiseS: bad });
      expect(fit).toThrow(/instrumentNoiseS: .*, expected a number >= 0 in siemens/);
    }
  });
});
