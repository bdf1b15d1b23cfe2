import { describe, expect, it } from 'vitest';
import { createRandom, InputError, withReadNoise } from '../../../devices/index.js';
import { createOdeDevice } from '../../../devices/models/ode/ode-device.js';
import { odePulses } from '../../../devices/models/ode/ode-pulses.js';
import { type PublishedOdeDevice, publishedOdeDevices } from '../../../devices/models/ode/published.js';
import { assertDeviceModel, assertOdeDevice } from '../../../devices/testing/index.js';

/**
 * The largest voltage, and a time in which either pulse's voltage would move the state by five
 * ranges.
 */
function drives({ device, pulses: { up, down } }: PublishedOdeDevice) {
  const maxVoltageV = Math.max(Math.abs(up.voltageV), Math.abs(down.voltageV));
  const middle = (device.xMin + device.xMax) / 2;
  const slowest = Math.min(...[up, down].map(({ voltageV }) => Math.abs(device.rate(voltageV, middle))));
  return { maxVoltageV, maxDurationSec: (5 * (device.xMax - device.xMin)) / slowest, device };
}

const each = publishedOdeDevices.map((published) => [published.name, published] as const);

describe('every published set', () => {
  it.each(each)('%s has a source', (_, { source }) => expect(source).toMatch(/doi 10\.\d{4,}\//));

  it.each(each)('%s obeys the laws of memristive devices', (_, published) => {
    assertOdeDevice(published.device, { ...drives(published), runs: 15 });
  });

  it.each(each)('%s obeys the laws of device models under pulses', (_, published) => {
    const model = odePulses(published.device, published.pulses);
    expect((model.gMaxS - model.gMinS) / model.stepS).toBeGreaterThan(30);
    expect((model.gMaxS - model.gMinS) / model.stepS).toBeLessThan(110);
    assertDeviceModel(model, { runs: 10 });
  });

  it.each(each)('%s shows hysteresis: the loop has an area', (_, published) => {
    const { maxVoltageV, maxDurationSec, device } = drives(published);
    const { voltageV, currentA, status } = device.simulate({
      voltageV: (t) => maxVoltageV * Math.sin((2 * Math.PI * t) / maxDurationSec),
      durationSec: maxDurationSec,
    });
    expect(status).toBe('completed');
    const area = (from: number, to: number) => {
      let sum = 0;
      for (let k = from; k < to; k++)
        sum += ((currentA[k] + currentA[k + 1]) / 2) * (voltageV[k + 1] - voltageV[k]);
      return Math.abs(sum) / maxVoltageV / Math.max(...currentA.subarray(from, to).map(Math.abs));
    };
    expect(Math.max(area(0, 500), area(500, 1000))).toBeGreaterThan(0.01);
  });

  it.each(each)('%s loses its hysteresis at high frequency', (_, published) => {
    const { maxVoltageV, maxDurationSec, device } = drives(published);
    const { x } = device.simulate({
      voltageV: (t) => maxVoltageV * Math.sin((2e6 * Math.PI * t) / maxDurationSec),
      durationSec: maxDurationSec / 1e6,
    });
    const moved = x.reduce((most, at) => Math.max(most, Math.abs(at - x[0])), 0);
    expect(moved / (device.xMax - device.xMin)).toBeLessThan(1e-2);
  });
});

describe('odePulses', () => {
  const { device, pulses } = publishedOdeDevices[0];
  const pulse = (model: ReturnType<typeof odePulses>, counts: number[]) => {
    const state = model.create(1, createRandom(1));
    const draw = { random: createRandom(1), step: 0 };
    for (const n of counts) model.pulse(state, Int32Array.of(n), { count: 1, firstIndex: 0, draw });
    return model.conductanceInto(new Float32Array(1), state)[0];
  };

  it('starts in the middle of the conductances, and n pulses are n single ones', () => {
    const model = odePulses(device, pulses);
    expect(pulse(model, []) / ((model.gMinS + model.gMaxS) / 2)).toBeCloseTo(1, 5);
    expect(pulse(model, [4]) / pulse(model, [1, 1, 1, 1])).toBeCloseTo(1, 5);
  });

  it('is wrapped like any other model', () => {
    expect(withReadNoise(odePulses(device, pulses), 0.02).readNoise).toBe(0.02);
  });

  it('names a pulse that does nothing or the wrong thing', () => {
    const still = { voltageV: 0.001, durationSec: 1e-9 };
    expect(() => odePulses(device, { ...pulses, up: still })).toThrow(
      /vteam: change of conductance by the up pulse/,
    );
    const { up, down } = pulses;
    expect(() => odePulses(device, { ...pulses, up: down, down: up })).toThrow(
      /by the up pulse must be .* \(got -/,
    );
  });

  it('refuses a pulse that the equations give no end of', () => {
    const { device: oblea, pulses: own } = publishedOdeDevices.find(({ name }) => name === 'yakopcic-oblea')!;
    const up = { ...own.up, voltageV: 1000 };
    expect(() => odePulses(oblea, { ...own, up })).toThrow(InputError);
    expect(() => odePulses(oblea, { ...own, up })).toThrow(
      /^yakopcic: 1 pulses of 1000 V from x = 0\.\d+ ended non-finite/,
    );
  });

  it('refuses a current that is no product of state and voltage', () => {
    const currentA = (v: number, x: number) => v * (1 + (x / device.xMax) * (1 + (10 * v) ** 2));
    const odd = createOdeDevice({ ...device, name: 'mixed', currentA });
    expect(() => odePulses(odd, pulses)).toThrow(/mixed: the current must be a product g\(x\) f\(V\)/);
  });
});
