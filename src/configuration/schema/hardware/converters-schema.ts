import { z } from 'zod';
import { field } from '../field.js';
import { choice, mapping, number, positive, whole } from '../schema-parts.js';

const bits = () => whole(1, 24);

const range = () =>
  z.union([z.literal('calibrated'), positive(1_000_000)], {
    error: 'expected calibrated or a number in (0, 1000000]',
  });

/** From 2 to `most` bits. */
const upTo = (most: number) => Array.from({ length: most - 1 }, (_, i) => i + 2);

const dacSchema = mapping({
  bits: field(bits(), {
    about: 'Resolution of the magnitude. The sign comes on top, so that 8 bits give 511 codes.',
    default: 8,
    unit: 'bits',
    item: 'dac-resolution',
    off: 24,
    specify: { name: 'DAC bits', unit: 'bits', values: upTo(10) },
  }),
  voltageV: field(positive(100), { about: 'The line voltage at full scale.', default: 0.2 }),
  range: field(range(), {
    about: 'Full scale of an input. calibrated: found by training images, array by array.',
    default: 1,
    unit: 'of a state',
    item: 'dac-range',
  }),
  encoding: field(choice(['amplitude', 'pulse-width', 'bit-serial']), {
    about:
      'How a code drives its line. amplitude: by a voltage in proportion. pulse-width: by the full ' +
      'voltage for a time in proportion. bit-serial: bit by bit at the full voltage, each bit read and ' +
      'digitised by itself.',
    default: 'amplitude',
  }),
});

const adcSchema = mapping({
  bits: field(whole(2, 24), {
    about: 'Resolution, both signs together: 8 bits give 255 codes.',
    default: 8,
    unit: 'bits',
    item: 'adc-resolution',
    off: 24,
    specify: { name: 'ADC bits', unit: 'bits', values: upTo(12) },
  }),
  range: field(range(), {
    about: 'Full scale of a weighted input. calibrated: found by training images, tile by tile.',
    default: 2,
    unit: 'weight times input',
    item: 'adc-range',
  }),
  noise: field(number(0, 10), {
    about: 'Standard deviation of a conversion.',
    default: 0,
    unit: 'of full scale',
    item: 'adc-errors',
    off: 0,
  }),
  offset: field(number(0, 10), {
    about: 'Standard deviation of the fixed offsets of the converters.',
    default: 0,
    unit: 'of full scale',
    item: 'adc-errors',
    off: 0,
  }),
  offsetDrift: field(number(0, 10), {
    about:
      'Standard deviation that the offset of a converter drifts to over many offsetDriftSec, from 0 at the ' +
      'start: an Ornstein-Uhlenbeck process of its own.',
    default: 0,
    unit: 'of full scale',
    item: 'adc-errors',
    off: 0,
    specify: {
      name: 'ADC offset drift',
      unit: 'of full scale',
      values: [...Array.from({ length: 7 }, (_, i) => 0.16 / 2 ** i), 0],
    },
  }),
  offsetDriftSec: field(positive(1e12), {
    about: 'Time constant of the drift: offsets so far apart in time have a correlation of 1 / e.',
    default: 1,
  }),
  conversionSec: field(positive(1e6), {
    about: 'Time from one conversion of a converter to the next, by which its offset drifts.',
    default: 1e-7,
  }),
  gainError: field(number(0, 10), {
    about: 'Standard deviation of the gains of the converters about 1.',
    default: 0,
    unit: 'of the gain',
    item: 'adc-errors',
    off: 0,
  }),
});

const scalingSchema = mapping({
  noise: field(choice(['none', 'abs-max']), {
    about:
      'abs-max: a vector is divided by its largest magnitude before the DAC, its outputs multiplied by it. ' +
      'none: no scaling.',
    default: 'none',
  }),
  bound: field(choice(['none', 'iterative']), {
    about:
      'iterative: a vector of which an output clips is read again at half the amplitude, up to 10 times. ' +
      'none: outputs clip.',
    default: 'none',
  }),
});

const nudgeSchema = mapping({
  bits: field(bits(), {
    about: 'Resolution of the DAC.',
    default: 8,
    unit: 'bits',
    item: 'nudge-resolution',
    off: 24,
  }),
  range: field(positive(1000), {
    about: 'Full scale: the largest target that it holds.',
    default: 1,
    unit: 'of a state',
  }),
  offset: field(number(0, 10), {
    about: 'Standard deviation of the fixed offsets of the DACs.',
    default: 0,
    unit: 'of a state',
    item: 'nudge-resolution',
    off: 0,
  }),
});

/** What stands between digital numbers and the lines of an array. */
export const convertersSchema = mapping({
  dac: field(dacSchema, {
    about: 'The digital-to-analog converters on the driven lines.',
    acts: 'input to line voltage',
  }),
  adc: field(adcSchema, {
    about: 'The analog-to-digital converters on the sensed lines.',
    acts: 'line current to output',
  }),
  scaling: field(scalingSchema, {
    about: 'Digital scaling of vectors.',
    acts: 'around the converters',
  }),
  nudge: field(nudgeSchema, {
    about: 'The DACs that hold the target while the outputs are nudged.',
    acts: 'target to output neurons',
  }),
});
