import type { z } from 'zod';
import { defaultDevice } from '../../device/default-device.js';
import { deviceForms } from '../../device/device-forms.js';
import { deviceSchema } from '../../device/device-schema.js';
import { field } from '../field.js';
import { choice, mapping, number, whole } from '../schema-parts.js';
import { arraySchema } from './array-schema.js';
import { convertersSchema } from './converters-schema.js';
import { costSchema } from './cost-schema.js';
import { effectsSchema } from './effects-schema.js';
import { homeostasisSchema } from './homeostasis-schema.js';
import { readSchema } from './read-schema.js';

const ofUpdate = '(s_beta - s_0) / beta';

const verifySchema = mapping({
  rounds: field(whole(1, 100_000), {
    about: 'The most rounds of read and pulse; a device that comes no nearer is given up before.',
    default: 200,
  }),
  tolerance: field(number(0, 1).optional(), {
    about: 'How near is near enough; half a level where absent.',
    unit: 'of the range of conductance',
  }),
});

const writeSchema = mapping({
  scheme: field(choice(['stochastic-rounding', 'deterministic', 'stochastic-coincidence', 'accumulated']), {
    about:
      'How a wanted change becomes whole pulses. stochastic-rounding: up or down at random with the wanted ' +
      'mean. deterministic: to nearest. stochastic-coincidence: by random pulse trains on both lines. ' +
      'accumulated: summed digitally, written in whole pulses.',
    default: 'stochastic-rounding',
    item: 'rounding',
    off: 'stochastic-rounding',
  }),
  pulses: field(whole(1, 65535), {
    about:
      'The most pulses that a device gets in one update; with stochastic-coincidence in one image of it, ' +
      'at most 31.',
    default: 31,
  }),
  disturb: field(number(0, 1), {
    about: 'What a pulse does to the other devices on its lines.',
    default: 0,
    unit: 'of a pulse',
    item: 'half-select',
    off: 0,
  }),
  verify: field(verifySchema, {
    about: 'Write and verify, by which an array is programmed.',
    acts: 'programming',
  }),
  offset: field(number(0, 10), {
    about: 'Standard deviation of the fixed offsets of the update circuit.',
    default: 0,
    unit: `of ${ofUpdate}`,
    item: 'update-circuit',
    off: 0,
  }),
  noise: field(number(0, 10), {
    about: 'Standard deviation of the noise of the update circuit.',
    default: 0,
    unit: `of ${ofUpdate}`,
    item: 'update-circuit',
    off: 0,
  }),
});

const neuronsSchema = mapping({
  noise: field(number(0, 10), {
    about: 'Standard deviation of one sample, drawn for every neuron, image and phase.',
    default: 0,
    unit: 'of a state',
    item: 'neurons',
    off: 0,
  }),
  offset: field(number(0, 10), {
    about: 'Standard deviation of an offset common to all phases: it cancels in s_beta - s_0.',
    default: 0,
    unit: 'of a state',
    item: 'neurons',
    off: 0,
  }),
  nudgedOffset: field(number(0, 10), {
    about: 'Standard deviation of an offset that the nudged phases alone have.',
    default: 0,
    unit: 'of a state',
    item: 'neurons',
    off: 0,
  }),
});

const faultsSchema = mapping({
  stuckLow: field(number(0, 1), {
    about: 'Share of the devices that are stuck at their lower bound.',
    default: 0.001,
    unit: 'of the devices',
    item: 'stuck-cells',
    off: 0,
  }),
  stuckHigh: field(number(0, 1), {
    about: 'Share of the devices that are stuck at their upper bound.',
    default: 0,
    unit: 'of the devices',
    item: 'stuck-cells',
    off: 0,
  }),
});

/**
 * The hardware block of a configuration: one chip. Its defaults are a made-up mid-range chip, not
 * the process of one foundry: bounded, noisy, varying devices of 1,000 pulses and 64 levels between
 * 1 and 100 uS, one cell in a thousand stuck, 8-bit converters, 128 x 128 tiles, ideal wires. All
 * of it is an assumption to be replaced by one's own figures.
 */
export const hardwareSchema = mapping(
  {
    device: field(deviceSchema, {
      about:
        'The memristor: a model with its parameters, {preset: NAME} of a published device, {fit: FILE} of ' +
        'devices fit, or {module: FILE} of a JavaScript file of your own. See crossprop devices list. ' +
        'soft-bounds and constant-step have defaults, other models none.',
      acts: 'device',
      default: defaultDevice,
      written: deviceForms,
    }),
    array: field(arraySchema, {
      about: 'How weights lie on tiles of devices, and the wires of a tile.',
      acts: 'array',
    }),
    converters: field(convertersSchema, { about: 'What stands between digital numbers and the lines.' }),
    read: field(readSchema, { about: 'How arrays are read.', acts: 'read' }),
    write: field(writeSchema, { about: 'How updates become pulses.', acts: 'update to pulses' }),
    neurons: field(neuronsSchema, {
      about: 'Noise and offsets of the circuits that sample the states of neurons.',
      acts: 'neuron to sample',
    }),
    faults: field(faultsSchema, { about: 'Devices that do not move.', acts: 'device' }),
    homeostasis: field(homeostasisSchema, {
      about: 'The circuit that holds back units that win too often.',
      acts: 'choice of winners',
    }),
    effects: field(effectsSchema, {
      about: 'What devices do over pulses and time. What goes by time shows at read.inferenceAfterSec.',
      acts: 'device',
    }),
    training: field(choice(['in-situ', 'transfer']), {
      about:
        'in-situ: by pulses on the arrays. transfer: ideal floats learn, the chip is programmed with the ' +
        'result and tested.',
      acts: 'training',
      default: 'in-situ',
    }),
    cost: field(costSchema, {
      about: 'What energy, latency and area rest on, in place of the defaults. See crossprop crossbar cost.',
      acts: 'cost',
      default: {},
    }),
  },
  { expected: 'ideal or a mapping' },
);

export type RawHardware = z.infer<typeof hardwareSchema>;
