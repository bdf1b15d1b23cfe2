import { describe, expect, it } from 'vitest';
import { type Crossbar, copyStored, restoreState } from '../../../crossbar/index.js';
import {
  createPreset,
  softBounds,
  withDrift,
  withReadNoise,
  withSinhCurrent,
  withTelegraphNoise,
} from '../../../devices/index.js';
import { type ArrayOptions, createArray, read, uniforms, weightsOf } from '../fixture.js';

const noisy = softBounds({
  gMinS: 1e-6,
  gMaxS: 1e-4,
  states: 200,
  cycleNoise: 0.3,
  deviceVariation: { step: 0.3, bounds: 0.1 },
});
const wires = { wordLineOhm: 20, bitLineOhm: 30, solveEvery: 3, updateEvery: 2 };
const tile = { wordLines: 4, bitLines: 6 };
const calibrated = { bits: 8, range: 'calibrated', noise: 0.01, offset: 0.01, gainError: 0.01 } as const;

const arrays: Readonly<Record<string, ArrayOptions>> = {
  'noisy cells on tiles with wires': { device: withReadNoise(noisy, 0.02), wires, tile, adc: calibrated },
  'cells that drift and flicker': {
    device: withTelegraphNoise(
      withDrift(noisy, { referenceSec: 1, exponent: 0.05, exponentDeviation: 0.02 }),
      {
        amplitude: 0.1,
        captureSec: 2,
        emissionSec: 1,
      },
    ),
    wires,
  },
  'a reference column, coincidences': {
    device: noisy,
    mapping: 'offset-column',
    tile,
    adc: calibrated,
    write: { scheme: 'stochastic-coincidence', pulses: 20 },
  },
  'a noisy reference column, wires': {
    device: withReadNoise(noisy, 0.02),
    mapping: 'offset-column',
    wires,
    tile,
  },
  'a reference column, noise that is held': {
    device: withReadNoise(noisy, 0.02),
    mapping: 'offset-column',
    noise: 'held',
    wires,
    tile,
  },
  'exact reads': { device: withSinhCurrent(withReadNoise(noisy, 0.02), 0.25), wires, tile, solve: 'exact' },
  'noise that is held': { device: withReadNoise(noisy, 0.02), noise: 'held', wires, tile },
  'offsets of converters that drift': {
    ...{ device: noisy, tile, subtract: 'after-adc' },
    adc: { ...calibrated, offsetDrift: 0.1, offsetDriftSec: 1e-6 },
  },
  'a preset that saturates': { device: createPreset('pcm') },
};

/** Some of everything; what was read. */
function use(array: Crossbar, from: number, to: number): Float32Array[] {
  return Array.from({ length: to - from }, (_, i) => {
    const turn = from + i;
    if (turn % 2 === 1) array.drawNoise();
    const [pre, post] = [uniforms(2 * 7, `pre ${turn}`), uniforms(2 * 5, `post ${turn}`)];
    const forward = read(array, pre, { batch: 2 });
    const backward = read(array, post, { batch: 2, backward: true });
    array.update({ post, pre, rows: 2, scale: 0.05 });
    array.setTime(turn);
    return [forward, backward, weightsOf(array)];
  }).flat();
}

describe('memory of an array', () => {
  for (const [name, options] of Object.entries(arrays)) {
    it(`put into another one goes on to the same bits: ${name}`, () => {
      const array = createArray(options);
      array.program(uniforms(35, 'w', [-0.5, 0.5]));
      use(array, 0, 4);
      const stored = copyStored(array.memory);
      const other = createArray(options);
      // It has lived another life: nothing of that may be left.
      other.program(uniforms(35, 'other', [-0.5, 0.5]));
      use(other, 0, 2);
      expect(restoreState(other.memory, stored)).toBeNull();
      other.restored();
      expect(use(other, 4, 9)).toEqual(use(array, 4, 9));
      expect(other.counters).toEqual(array.counters);
      expect(other.memory).toEqual(array.memory);
    });
  }

  it('is not shared between arrays', () => {
    const [array, other] = [createArray({ device: noisy }), createArray({ device: noisy })];
    const before = copyStored(other.memory);
    array.program(uniforms(35, 'w', [-0.5, 0.5]));
    expect(other.memory).toEqual(before);
    expect(array.memory).not.toEqual(before);
  });
});
