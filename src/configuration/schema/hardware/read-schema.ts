import { field } from '../field.js';
import { choice, mapping, number, positive } from '../schema-parts.js';

const nonlinearitySchema = mapping({
  kind: field(choice(['sinh', 'none']), {
    about: 'sinh: i = G v0 sinh(v / v0). none: a straight line.',
    default: 'sinh',
    item: 'i-v-curve',
    off: 'none',
  }),
  voltageV: field(positive(100), { about: 'v0 of the curve.', default: 0.25 }),
});

/** How arrays are read. */
export const readSchema = mapping({
  noise: field(number(0, 10), {
    about:
      'Standard deviation of a conductance from read to read. Behind wires that take a share of the ' +
      'current, lines see too much of it, by 0.3 to 0.8 of that share, unless solve is exact.',
    default: 0.01,
    unit: 'of the conductance',
    item: 'read-noise',
    off: 0,
    specify: {
      name: 'read noise',
      unit: 'of the conductance',
      values: [...Array.from({ length: 8 }, (_, i) => 0.64 / 2 ** i), 0],
    },
  }),
  nonlinearity: field(nonlinearitySchema, { about: 'The I-V curve of the cells.' }),
  solve: field(choice(['approximate', 'exact']), {
    about:
      'approximate: the curve acts at the line voltage, then the linear map of the wires. exact: the ' +
      'circuit of each tile is solved for every vector.',
    default: 'approximate',
  }),
  relaxation: field(choice(['sampled', 'analog']), {
    about:
      'sampled: converters stand between arrays and neurons. analog: neurons are connected to the lines ' +
      'of the arrays directly; these arrays cannot be read backward.',
    default: 'sampled',
  }),
  reads: field(choice(['per-phase', 'each-step', 'per-batch']), {
    about:
      "When the clamped input's product is read: once a phase (per-phase), or anew at every step or sweep " +
      '(each-step). per-batch is for resistive networks: read noise stands still for all phases of a batch.',
    default: 'per-phase',
  }),
  frozen: field(choice([true, false]), {
    about:
      'true: read noise is drawn once per phase and stays the same for all reads of the phase, for all ' +
      'images of the batch and for both directions; each batch of the test is a phase. ' +
      'false: every read draws its own. Noise of the ADC is always fresh.',
    default: false,
  }),
  feedback: field(choice(['transpose', 'second-array', 'none']), {
    about:
      'How errors come back. transpose: the arrays are driven backward. second-array: a transposed array ' +
      'with devices of its own gets the same updates. none: no feedback.',
    default: 'transpose',
    item: 'feedback',
  }),
  inferenceAfterSec: field(number(0, 1e12), {
    about:
      'Time from the last pulse of training, or from programming, to the test at the end. Weights drift, ' +
      'biases do not.',
    default: 0,
    item: 'ageing',
    off: 0,
  }),
  driftCompensation: field(choice(['none', 'global']), {
    about:
      'global: the outputs of each array are scaled digitally by what drift has taken, one factor an array, ' +
      'from a reference read before and after. none: weights shrink while biases do not.',
    default: 'none',
  }),
});
