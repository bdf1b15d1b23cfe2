import { field } from '../field.js';
import { choice, mapping, number, positive, whole } from '../schema-parts.js';

/** 0 = none, for any value; codes on both sides of 0 need two. */
const bitsOrNone = () =>
  whole(0, 24).refine((bits) => bits !== 1, 'expected 0, for any value, or a whole number in [2, 24]');

/** The circuit that holds homeostasis thresholds, see `BiasCircuitOptions`. */
export const homeostasisSchema = mapping({
  as: field(choice(['selection', 'bias']), {
    about:
      'selection: the threshold is subtracted where winners are chosen. bias: a DAC subtracts it from the ' +
      'drive of the neuron, in both phases of training.',
    default: 'selection',
  }),
  inInference: field(choice([true, false]), {
    about: 'true: the bias stays on in inference. false: it is switched off.',
    default: true,
  }),
  bits: field(bitsOrNone(), {
    about: 'Resolution of the DAC; 0 is any value.',
    default: 8,
    unit: 'bits',
    item: 'homeostasis-dac',
    off: 0,
  }),
  range: field(positive(1000), {
    about: 'Full scale: the DAC spans [-range, range], and the accumulator stops at its ends.',
    default: 0.5,
    unit: 'of a state',
  }),
  accumulatorBits: field(bitsOrNone(), {
    about: 'Bits of the accumulator behind the DAC, over the same range; 0 is any value.',
    default: 0,
    unit: 'bits',
    item: 'homeostasis-dac',
    off: 0,
  }),
  rounding: field(choice(['nearest', 'stochastic']), {
    about:
      'How an accumulator of few bits takes a step below its own. nearest: it loses the step. ' +
      'stochastic: at random, with the same mean.',
    default: 'nearest',
  }),
  centred: field(choice([true, false]), {
    about: 'true: the mean over all neurons is subtracted after every step. false: it stays.',
    default: true,
  }),
  gainError: field(number(0, 10), {
    about: 'Standard deviation of the update gain from neuron to neuron.',
    default: 0,
    unit: 'of the gain',
    item: 'homeostasis-dac',
    off: 0,
  }),
  leak: field(number(0, 1), {
    about: 'Share of an accumulator that is lost in one step.',
    default: 0,
    item: 'homeostasis-dac',
    off: 0,
  }),
  deadBand: field(number(0, 10), {
    about: 'Errors of the activity up to this size cause no step.',
    default: 0,
    item: 'homeostasis-dac',
    off: 0,
  }),
  offset: field(number(0, 10), {
    about: 'Standard deviation of the fixed offsets of the DACs.',
    default: 0,
    unit: 'of a state',
    item: 'homeostasis-dac',
    off: 0,
  }),
});
