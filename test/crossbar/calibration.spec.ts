import { describe, expect, it } from 'vitest';
import type { CrossbarOptions } from '../../crossbar/index.js';
import { withReadNoise, withSinhCurrent } from '../../devices/index.js';
import {
  createArray,
  distance,
  idealDevice,
  kernels,
  product,
  read,
  uniforms,
  weightsOf,
} from './fixture.js';

const w = uniforms(35, 'w');
/** Hidden units of a rectifier: beyond 1. */
const loud = uniforms(14, 'loud', [-3, 3]);
const largest = Math.max(...loud.map(Math.abs));

const calibratedArray = (options: Partial<CrossbarOptions>) => {
  const array = createArray({ adc: { bits: 16, range: 'calibrated' }, ...options });
  array.program(w);
  return array;
};

const wires = { wordLineOhm: 0, bitLineOhm: 0, driverOhm: 1e-3, senseOhm: 1e-3 };
/**
 * Every way of reading: what its outputs are multiplied by, cells that bend by less than 1e-4
 * included.
 */
const ways: Readonly<Record<string, { options: Partial<CrossbarOptions>; voltageV?: number }>> = {
  amplitudes: { options: {} },
  widths: { options: { dac: { bits: 16, voltageV: 0.2, range: 'calibrated', encoding: 'pulse-width' } } },
  bits: { options: { dac: { bits: 16, voltageV: 0.2, range: 'calibrated', encoding: 'bit-serial' } } },
  'two converters a pair': { options: { subtract: 'after-adc' } },
  'tiles and bit slices': {
    options: {
      mapping: 'bit-slices',
      slices: { count: 8, bits: 2 },
      tile: { wordLines: 3, bitLines: 128 },
    },
  },
  'exact solves': {
    options: { solve: 'exact', wires: wires as never, device: withSinhCurrent(idealDevice, 20) },
  },
};

describe.each(Object.entries(ways))('an array read by %s', (_, { options }) => {
  const dac = { bits: 16, voltageV: 0.2, range: 'calibrated' } as const;
  const array = calibratedArray({ dac, ...options });
  const wanted = product(array, weightsOf(array), { x: loud, batch: 2 });

  it('is calibrated by what it sees between two calls, which counts as no read', () => {
    for (const stage of ['inputs', 'currents'] as const) {
      array.calibrate(stage);
      read(array, loud, { batch: 2 });
    }
    array.calibrate('done');
    expect(array.counters).toMatchObject({ forwardReads: 0, conversions: 0, inputs: 0 });
    const answer = read(array, loud, { batch: 2 });
    // Nothing is clipped: the ranges are at most 1.1 % above what was seen, and the loudest stay
    // below half a step of 16 bits.
    expect(distance(answer, wanted)).toBeLessThan(7 * 3 * 3e-4);
    expect(array.counters.clippedInputs).toBe(0);
    expect(array.counters.inputs % 14).toBe(0);
  });

  it('clips what is louder, and counts it', () => {
    const louder = kernels.float32(14);
    louder.fill(1.5 * largest);
    const before = array.counters.clippedInputs;
    read(array, louder, { batch: 2 });
    expect(array.counters.clippedInputs - before).toBe(14 * (options.slices?.count ?? 1));
  });
});

it('a DAC of a known range clips there', () => {
  const array = calibratedArray({ dac: { bits: 16, voltageV: 0.2, range: 2 } });
  const wanted = product(array, weightsOf(array), {
    x: loud.map((v) => Math.max(-2, Math.min(2, v))),
    batch: 2,
  });
  expect(distance(read(array, loud, { batch: 2 }), wanted)).toBeLessThan(7 * 2 * 3e-4);
  expect(array.counters.clippedInputs).toBe(loud.filter((v) => Math.abs(v) > 2 * (1 + 1e-5)).length);
  expect(array.counters.inputs).toBe(14);
});

it('noise of reads does not depend on a calibration before them', () => {
  const noisy = (isCalibrated: boolean) => {
    const array = createArray({ device: withReadNoise(idealDevice, 0.1) });
    array.program(w);
    if (isCalibrated) {
      array.calibrate('currents');
      read(array, loud, { batch: 2 });
      array.calibrate('done');
    }
    return [...read(array, loud, { batch: 2 })];
  };
  expect(noisy(true)).toEqual(noisy(false));
});
