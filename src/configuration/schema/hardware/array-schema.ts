import { z } from 'zod';
import { field } from '../field.js';
import { choice, list, mapping, number, positive, whole } from '../schema-parts.js';

/**
 * A weight, or how it follows from those that an array begins with or is programmed with, see
 * `weightMaxOf`.
 */
const weightMaxSchema = z.union([
  z.literal('largest'),
  positive(1000),
  mapping({
    percentile: field(positive(100), {
      about: 'So many percent of the magnitudes lie below the weight.',
      unit: '%',
    }),
  }),
  mapping({
    deviations: field(positive(1000), {
      about: 'So many standard deviations of the weights about their mean.',
    }),
  }),
]);

/** Cells have no resistance in series of their own. */
const behindTransistor =
  'expected the conductances of a cell behind its access transistor, 1 / (R + R_access), as hardware.device.gMinS and gMaxS';

const lineResistance = {
  name: 'wire resistance',
  unit: 'ohm per segment',
  values: [...Array.from({ length: 8 }, (_, i) => 16 / 2 ** i), 0],
};

/** How weights lie on tiles of devices, and the wires of a tile. */
export const arraySchema = mapping(
  {
    rows: field(whole(1, 65536), {
      about: 'Word lines of a tile. A larger matrix spans several tiles.',
      default: 128,
    }),
    cols: field(whole(1, 65536), { about: 'Bit lines of a tile.', default: 128 }),
    wordLineOhm: field(number(0, 1e9), {
      about: 'Resistance of a word line from cell to cell; 0 is an ideal wire.',
      default: 0,
      item: 'wires',
      off: 0,
      specify: lineResistance,
    }),
    bitLineOhm: field(number(0, 1e9), {
      about: 'Resistance of a bit line from cell to cell; 0 is an ideal wire.',
      default: 0,
      item: 'wires',
      off: 0,
      specify: lineResistance,
    }),
    wireSolveEvery: field(whole(0, 1e9), {
      about: 'Updates from one exact solve of the wires to the next; 0 solves them after programming alone.',
      default: 0,
    }),
    wireUpdateEvery: field(whole(1, 1e9), {
      about: 'Updates from one first-order correction of the wires to the next.',
      default: 50,
    }),
    mapping: field(choice(['differential', 'one-sided', 'offset-column', 'half-reference', 'bit-slices']), {
      about:
        'How a weight lies on devices. differential: a pair G+ and G-, written about mid-range. ' +
        'one-sided: a pair, one of them at gMin; the default where training is transfer. ' +
        'offset-column: one device beside a column of mid-range devices. ' +
        'half-reference: one device beside a fixed gMax / 2. bit-slices: several pairs hold its digits.',
      default: 'differential',
    }),
    slices: field(
      mapping({
        count: field(whole(1, 24), { about: 'Pairs of devices per weight.', default: 2 }),
        bits: field(whole(1, 24), {
          about: 'Bits of magnitude that each pair holds.',
          default: 2,
          unit: 'bits',
        }),
      }),
      { about: 'The digits of mapping: bit-slices.' },
    ),
    phases: field(choice(['time-multiplexed', 'twin']), {
      about:
        'time-multiplexed: both phases run on one array. twin: each coupling has two arrays with devices ' +
        'of their own, one for the free phase and inference, one for the nudged phase.',
      default: 'time-multiplexed',
      item: 'twin-arrays',
      off: 'time-multiplexed',
    }),
    subtract: field(choice(['before-adc', 'after-adc']), {
      about:
        'before-adc: the two currents of a pair are subtracted, then converted. after-adc: each has a converter.',
      default: 'before-adc',
    }),
    driverOhm: field(number(0, 1e9), {
      about: 'Resistance of the circuit that drives a line.',
      default: 0,
      item: 'wires',
      off: 0,
    }),
    senseOhm: field(number(0, 1e9), {
      about: 'Resistance of the circuit that senses a line.',
      default: 0,
      item: 'wires',
      off: 0,
    }),
    backwardEnds: field(choice(['near', 'far']), {
      about: 'The ends of the lines that backward reads use: near those of forward reads, or far from them.',
      default: 'near',
    }),
    levels: field(whole(0, 1_000_000), {
      about: 'Conductances that a device can be set to; 0 is any.',
      default: 64,
      item: 'levels',
      off: 0,
    }),
    weightMax: field(
      z.union([weightMaxSchema, list(weightMaxSchema, 1)], {
        error:
          'expected largest, {percentile: P} with P in (0, 100], {deviations: D} or a number, each in (0, 1000], or a list of these, one per array',
      }),
      {
        about:
          'The weight that takes the full range of conductance; or of the initial weights, array by array, ' +
          'largest, {percentile: 99.9} of the magnitudes, or {deviations: 3} about their mean. ' +
          'A list has one per array, input side first.',
        default: 0.3,
      },
    ),
  },
  { advice: (key) => (/access|transistor|selector/i.test(key) ? behindTransistor : undefined) },
);
