import { inferenceNoise } from '../../../../devices/index.js';
import { field } from '../field.js';
import { choice, mapping, number, positive, whole } from '../schema-parts.js';

const technologies = inferenceNoise.map(({ name }) => name);

const enduranceSchema = mapping({
  pulses: field(whole(0, 2 ** 24), {
    about: 'Median number of pulses that a device takes; 0 is unlimited.',
    default: 0,
    item: 'ageing',
    off: 0,
  }),
  deviation: field(number(0, 10), {
    about: 'Standard deviation of the logarithm of that number from device to device.',
    default: 0,
  }),
});

const driftSchema = mapping({
  exponent: field(number(0, 10), {
    about: 'Exponent of the power law; 0 is none.',
    default: 0,
    item: 'ageing',
    off: 0,
  }),
  deviation: field(number(0, 10), {
    about: 'Standard deviation of the exponent from device to device.',
    default: 0,
  }),
  referenceSec: field(positive(1e12), { about: 't0 of the law.', default: 20 }),
});

const retentionSchema = mapping({
  lifetimeSec: field(number(0, 1e12), {
    about: 'Time constant of the decay; 0 is none.',
    default: 0,
    item: 'ageing',
    off: 0,
  }),
  deviation: field(number(0, 10), {
    about: 'Standard deviation of the time constant from device to device.',
    default: 0,
    unit: 'of the time constant',
  }),
  towardS: field(number(0, 1), { about: 'The conductance that devices decay to.', default: 0 }),
});

const relaxationSchema = mapping({
  shiftS: field(number(-1, 1), {
    about: 'What the mean conductance moves by in a factor e of time; below 0 where it falls, 0 is none.',
    default: 0,
    item: 'ageing',
    off: 0,
  }),
  spreadS: field(number(0, 1), {
    about: 'Standard deviation from device to device at referenceSec; 0 is none.',
    default: 0,
    item: 'ageing',
    off: 0,
  }),
  spreadGrowthS: field(number(0, 1), {
    about: 'What that deviation grows by in a factor e of time; 0 is none.',
    default: 0,
    item: 'ageing',
    off: 0,
  }),
  referenceSec: field(positive(1e12), {
    about: 'Time after programming from which on the law holds.',
    default: 1,
  }),
});

const flickerSchema = mapping({
  strength: field(number(0, 10), {
    about:
      'Standard deviation is strength sqrt(ln((t + readSec) / (2 readSec))), relative to the conductance; ' +
      '0 is none.',
    default: 0,
    item: 'ageing',
    off: 0,
  }),
  readSec: field(positive(1e6), { about: 'Duration of a read.', default: 2.5e-7 }),
});

const telegraphSchema = mapping({
  amplitude: field(number(0, 1), {
    about: 'Share of the conductance that a filled trap takes; 0 is none.',
    default: 0,
    unit: 'of the conductance',
    item: 'ageing',
    off: 0,
  }),
  captureSec: field(positive(1e12), { about: 'Mean time that a trap is empty.', default: 1 }),
  emissionSec: field(positive(1e12), { about: 'Mean time that a trap is filled.', default: 1 }),
});

/**
 * What devices do over pulses and time, whatever their model. What goes by time shows at
 * `read.inferenceAfterSec`.
 */
export const effectsSchema = mapping({
  writeNoise: field(number(0, 10), {
    about: 'Standard deviation of the error of a write, which stays until the next one; 0 is none.',
    default: 0,
    unit: 'of the range of conductance',
    item: 'ageing',
    off: 0,
  }),
  endurance: field(enduranceSchema, {
    about: 'Wear: a device stops at its conductance after so many pulses.',
  }),
  drift: field(driftSchema, { about: 'Drift: the conductance times ((t + t0) / t0)^-exponent.' }),
  retention: field(retentionSchema, { about: 'Retention: exponential decay towards a conductance.' }),
  relaxation: field(relaxationSchema, {
    about: 'Relaxation: a shift and a spread by the logarithm of time, whatever the conductance.',
  }),
  flicker: field(flickerSchema, { about: '1/f noise, which grows with the time since programming.' }),
  telegraph: field(telegraphSchema, { about: 'Random telegraph noise: one trap a device.' }),
  published: field(choice(['none', ...technologies]), {
    about: `Programming error, drift or relaxation, and 1/f noise as measured on a technology: ${technologies.join(', ')}; or none.`,
    default: 'none',
    item: 'ageing',
    off: 'none',
  }),
});
