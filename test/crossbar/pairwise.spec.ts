import { describe, expect, it } from 'vitest';
import {
  type Crossbar,
  type CrossbarOptions,
  copyStored,
  createCrossbar,
  restoreState,
} from '../../crossbar/index.js';
import { InputError } from '../../devices/base/errors.js';
import { createRandom, softBounds, withDrift, withReadNoise, withSinhCurrent } from '../../devices/index.js';
import { allPairs, allRows, type Row } from './all-pairs.js';
import { distance, idealDevice, kernels, product, read, uniforms, weightsOf } from './fixture.js';

type Options = Partial<CrossbarOptions>;

const wires = { wordLineOhm: 20, bitLineOhm: 30, solveEvery: 3, updateEvery: 2 };
const negligible = { wordLineOhm: 1e-6, bitLineOhm: 1e-6, solveEvery: 1, updateEvery: 1 };
const fine = { bits: 24, range: 16 };
const dac = { bits: 24, voltageV: 0.2 };
const pulses = 4095;
const verify = { rounds: 20 };

const reads: Readonly<Record<string, Options>> = {
  amplitude: {},
  'pulse-width': { dac: { ...dac, encoding: 'pulse-width' } },
  'bit-serial': { dac: { ...dac, encoding: 'bit-serial' } },
  scaled: { scaling: { noise: 'abs-max', bound: 'iterative' } },
  'after-adc': { subtract: 'after-adc' },
  exact: { solve: 'exact' },
  held: { noise: 'held' },
  calibrated: { dac: { ...dac, range: 'calibrated' }, adc: { ...fine, range: 'calibrated' } },
  compensated: { driftCompensation: 'global' },
};
const writes: Readonly<Record<string, Options>> = {
  'stochastic-rounding': { write: { scheme: 'stochastic-rounding', pulses, verify } },
  deterministic: { write: { scheme: 'deterministic', pulses, verify } },
  accumulated: { write: { scheme: 'accumulated', pulses, verify } },
  coincidence: { write: { scheme: 'stochastic-coincidence', pulses: 31, verify } },
  disturbing: { write: { scheme: 'stochastic-rounding', pulses: 100, disturb: 0.01, verify } },
  none: {},
};
const lines: Readonly<Record<string, Options>> = {
  none: {},
  negligible: { wires: negligible },
  both: { wires },
  'unlike ports': { wires: { ...wires, driverOhm: 100, senseOhm: 10, backwardEnds: 'far' } },
};
const mappings: Readonly<Record<string, Options>> = {
  differential: {},
  'one-sided': { mapping: 'one-sided' },
  'offset-column': { mapping: 'offset-column' },
  'half-reference': { mapping: 'half-reference' },
  single: { mapping: 'single' },
  'bit-slices': { mapping: 'bit-slices', slices: { count: 2, bits: 3 } },
};
const varied = softBounds({
  ...{ gMinS: 1e-6, gMaxS: 1e-4, states: 200, cycleNoise: 0.3 },
  deviceVariation: { step: 0.3, bounds: 0.05 },
});
const noises: Readonly<Record<string, Options>> = {
  none: {},
  'read noise': { device: withReadNoise(idealDevice, 0.02) },
  converters: { adc: { bits: 8, range: 'calibrated', noise: 0.01, offset: 0.01, gainError: 0.01 } },
  devices: { device: varied },
  'drift and all': { device: withReadNoise(withDrift(varied, { referenceSec: 1, exponent: 0.05 }), 0.02) },
};

/** What goes together; the others are refused, see below. */
function isPossible({ read: how, write, wires: line, mapping, noise, current }: Row): boolean {
  const isPair = mapping === 'differential' || mapping === 'one-sided' || mapping === 'bit-slices';
  const hasReadNoise = noise === 'read noise' || noise === 'drift and all';
  if (mapping === 'single' && line !== 'none') return false;
  if (how === 'after-adc' && !isPair) return false;
  if (how === 'held' && line === 'unlike ports' && hasReadNoise) return false;
  // Digits have no carry: bit slices are programmed and stay.
  if ((mapping === 'bit-slices') !== (write === 'none')) return false;
  // Nothing to solve exactly, nothing to hold.
  if (how === 'exact' && (current === 'linear' || line === 'none')) return false;
  return !(how === 'held' && !hasReadNoise);
}

const factors = {
  read: Object.keys(reads),
  write: Object.keys(writes),
  wires: Object.keys(lines),
  mapping: Object.keys(mappings),
  noise: Object.keys(noises),
  current: ['linear', 'sinh'],
};
const rows = allPairs(allRows(factors).filter(isPossible));

function optionsOf({ read: how, write, wires: line, mapping, noise, current }: Row): CrossbarOptions {
  const { device = idealDevice, ...own } = noises[noise];
  return {
    rows: 5,
    cols: 7,
    tile: { wordLines: 4, bitLines: 6 },
    weightMax: 1,
    dac,
    adc: fine,
    write: { scheme: 'deterministic', pulses, verify },
    random: createRandom(5),
    kernels,
    maxBatch: 2,
    ...reads[how],
    ...writes[write],
    ...lines[line],
    ...mappings[mapping],
    ...own,
    device: current === 'sinh' ? withSinhCurrent(device, 0.25) : device,
  };
}

const created = (row: Row, name = 'w') => {
  const array = createCrossbar(optionsOf(row));
  // Of one sign, since single devices have no other.
  array.program(uniforms(35, name, row.mapping === 'single' ? [0.2, 0.8] : [-0.5, 0.5]));
  return array;
};

/** All that an array shows in one batch of training. */
function batch(array: Crossbar, row: Row, number: number): number[] {
  const pre = uniforms(2 * 7, `pre ${number}`);
  const post = uniforms(2 * 5, `post ${number}`);
  array.drawNoise();
  const forward = read(array, pre, { batch: 2 });
  const backward = read(array, post, { batch: 2, backward: true });
  if (row.write !== 'none') array.update({ post, pre, rows: 2, scale: 0.05 });
  array.setTime(10 ** (number + 1));
  return [...forward, ...backward, ...weightsOf(array)];
}

describe.each(rows.map((row) => [Object.values(row).join(', '), row] as const))('%s', (_, row) => {
  it('stays finite, repeats to the bit, and goes on to the same bits from its memory', () => {
    const array = created(row);
    const first = batch(array, row, 1);
    const stored = copyStored(array.memory);
    const second = batch(array, row, 2);
    expect([...first, ...second].every(Number.isFinite)).toBe(true);
    const again = created(row);
    expect([...batch(again, row, 1), ...batch(again, row, 2)]).toEqual([...first, ...second]);
    // It has lived another life, of which nothing may be left.
    const resumed = created(row, 'other');
    for (let turn = 0; turn < 3; turn++) batch(resumed, row, 0);
    expect(restoreState(resumed.memory, stored)).toBeNull();
    resumed.restored();
    expect(batch(resumed, row, 2)).toEqual(second);
  });
});

/** All is off. What ranges were calibrated for no longer holds after an update. */
const ideal = rows.filter(
  ({ noise, wires: line, current, read: how }) =>
    noise === 'none' &&
    current === 'linear' &&
    (line === 'none' || line === 'negligible') &&
    how !== 'calibrated',
);

describe.each(ideal.map((row) => [Object.values(row).join(', '), row] as const))('%s', (_, row) => {
  it('reads W x and W^T y', () => {
    const array = created(row);
    const [x, y] = [uniforms(2 * 7, 'x'), uniforms(2 * 5, 'y')];
    // Of up to 7 tiles and 24 bit planes each, half a step of 16 / 2^23, once a slice: below 24 x 7
    // x 1e-6; 1e-6 Ohm a segment takes less than 1e-6 of what 1e-4 S draw.
    const limit = 2e-4;
    const compare = () => {
      const weights = weightsOf(array);
      expect(distance(read(array, x, { batch: 2 }), product(array, weights, { x, batch: 2 }))).toBeLessThan(
        limit,
      );
      const back = read(array, y, { batch: 2, backward: true });
      expect(distance(back, product(array, weights, { x: y, batch: 2, transposed: true }))).toBeLessThan(
        limit,
      );
    };
    compare();
    if (row.write !== 'none') array.update({ post: y, pre: x, rows: 2, scale: 0.05 });
    compare();
  });
});

describe('what does not go together is refused', () => {
  const usual: Row = {
    read: 'amplitude',
    write: 'deterministic',
    wires: 'none',
    mapping: 'differential',
    noise: 'none',
    current: 'linear',
  };
  it.each<Row>([
    { mapping: 'single', wires: 'both' },
    { mapping: 'offset-column', read: 'after-adc' },
    { mapping: 'half-reference', read: 'after-adc' },
    { read: 'held', wires: 'unlike ports', noise: 'read noise' },
    { mapping: 'bit-slices' },
  ])('%j', (given) => {
    const row = { ...usual, ...given };
    expect(isPossible(row)).toBe(false);
    expect(() => batch(created(row), row, 1)).toThrow(InputError);
  });
});

it('every two choices that go together meet', () => {
  const meet = (all: readonly Row[]) => {
    const pairs = all.flatMap((row) =>
      Object.entries(row).flatMap(([one, choice]) =>
        Object.entries(row).map(([other, second]) => `${one} ${choice} ${other} ${second}`),
      ),
    );
    return new Set(pairs).size;
  };
  expect(meet(rows)).toBe(meet(allRows(factors).filter(isPossible)));
});
