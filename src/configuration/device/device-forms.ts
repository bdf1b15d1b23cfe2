import { z } from 'zod';
import { deviceModels, type Field, type Fields, presets } from '../../../devices/index.js';
import { type FieldNotes, field } from '../schema/field.js';
import { anyMapping, choice, mapping, registered, text } from '../schema/schema-parts.js';
import { defaultDevice } from './default-device.js';
import { schemaOf } from './device-schema.js';

/**
 * Words for the parameters of pulse models whose fields have none of their own, by their path in a
 * device block.
 */
const notes: Readonly<Record<string, Omit<FieldNotes, 'default'>>> = {
  gMinS: { about: 'Lowest conductance of the mean device.' },
  gMaxS: { about: 'Highest conductance of the mean device.' },
  states: {
    about: 'The range over the step in its middle: pulses from bound to bound where steps are constant.',
    unit: 'pulses',
    item: 'step-size',
  },
  upDownAsymmetry: {
    about: '(up step - down step) / (up step + down step), the mean over devices.',
    item: 'pulse-curve',
  },
  deviceVariation: { about: 'Standard deviations from device to device.', item: 'device-variation' },
  'deviceVariation.step': { about: 'Of the steps.', unit: 'of the step' },
  'deviceVariation.bounds': { about: 'Of each bound.', unit: 'of the range of conductance' },
  'deviceVariation.upDown': { about: 'Of the asymmetry of the steps, absolute.' },
  'deviceVariation.stepLogNormal': {
    about: 'true: the factor of a step is exp(step xi). false: it is 1 + step xi.',
  },
  'deviceVariation.weightMin': { about: 'Of the lower bound.', unit: 'of the bound' },
  'deviceVariation.weightMax': { about: 'Of the upper bound.', unit: 'of the bound' },
  'deviceVariation.nonlinearity': { about: 'Of both nonlinearities, absolute.' },
  cycleNoise: {
    about:
      'Standard deviation of the change by one pulse, of the step; of neurosim-exponential, of the range.',
    item: 'cycle-noise',
  },
  weightMin: { about: 'The weight that gMinS stands for, in the units of the publication.' },
  weightMax: { about: 'The weight that gMaxS stands for, in the units of the publication.' },
  step: { about: 'Mean change of weight by one pulse at weight 0.', unit: 'of a weight' },
  upDown: {
    about: 'Above 0 the down step is smaller by this share, below 0 the up step.',
  },
  pulses: { about: 'Pulses that lead from rangeMin to rangeMax.', unit: 'pulses' },
  rate: { about: 'One pulse covers 1 - exp(-rate) of the way to the asymptote.' },
  rangeMin: { about: 'The weight measured before the first pulse; gMinS stands for it.' },
  rangeMax: { about: 'The weight measured after the last pulse; gMaxS stands for it.' },
  referenceMean: { about: 'Mean weight of the reference device.' },
  referenceVariation: { about: 'Standard deviation of the weight of the reference device, absolute.' },
  subtractSymmetryPoint: {
    about: "true: the reference stands at the device's own symmetry point. false: at its mean.",
  },
  noise: {
    about:
      'multiplicative: noise in proportion to the step at hand. additive: to the step at weight 0. ' +
      'The default depends on the model.',
  },
  slopeUp: { about: 'Share of the step at weight 0 that is lost on the way to the upper bound.' },
  slopeDown: { about: 'Share of the step at weight 0 that is lost on the way to the lower bound.' },
  slopeVariation: { about: 'Standard deviation of both slopes from device to device, absolute.' },
  slopeReference: { about: "mean: slopes refer to the nominal bounds. own: to the device's own." },
  amplitudeUp: { about: 'A of the up step, 1 - A exp(gamma z).' },
  amplitudeDown: { about: 'A of the down step, 1 - A exp(-gamma z).' },
  gammaUp: { about: 'gamma of the up step, 1 - A exp(gamma z).' },
  gammaDown: { about: 'gamma of the down step, 1 - A exp(-gamma z).' },
  a: { about: 'a of z = 2 a w / (weightMax - weightMin) + b.' },
  b: { about: 'b of z = 2 a w / (weightMax - weightMin) + b.' },
  complexNoise: { about: 'Noise of a change dw: cycleNoise (|dw| + offset + slope |w|).' },
  'complexNoise.offset': { about: 'offset of that sum.' },
  'complexNoise.slope': { about: 'slope of that sum.' },
  gamma: { about: 'Exponent of the step: 0 gives constant steps, 1 soft bounds.' },
  gammaVariation: { about: 'Standard deviation of the exponent from device to device, relative.' },
  gammaUpDown: { about: 'Asymmetry of the exponents, by the rule of upDown.' },
  gammaUpDownVariation: { about: 'Standard deviation of that asymmetry from device to device, absolute.' },
  nodesUp: { about: 'Factors of the up step at equal distances from the lower bound to the upper.' },
  nodesDown: { about: 'Factors of the down step at equal distances from the lower bound to the upper.' },
  device: { about: 'The model of either side, of which each only rises, with its parameters.' },
  refreshAt: {
    about: 'A pair is refreshed when either side has come this share of its range.',
    unit: 'of the range of conductance',
  },
  reset: { about: 'Where a refresh leaves the lower side.' },
  'reset.mean': { about: 'Mean.', unit: 'of the range of conductance' },
  'reset.deviation': { about: 'Standard deviation.', unit: 'of the range of conductance' },
  pulsesUp: { about: 'Pulses from the lower bound to the upper.', unit: 'pulses' },
  pulsesDown: { about: 'Pulses from the upper bound to the lower.', unit: 'pulses' },
  nonlinearityUp: { about: 'Published nonlinearity of up pulses, with its sign.' },
  nonlinearityDown: { about: 'Published nonlinearity of down pulses, with its sign.' },
};

const noiseless = field(choice([true, false]).optional(), {
  about: 'true: without device variation, cycle noise, reference spread and write noise. false: with them.',
  item: 'device-scatter',
});

function wordsOf({ about, unit }: Field): Omit<FieldNotes, 'default'> | undefined {
  if (about === undefined) return undefined;
  return unit === undefined ? { about } : { about, unit };
}

function shapeOf(fields: Fields, block: string, defaults: Readonly<Record<string, unknown>>): z.ZodRawShape {
  return Object.fromEntries(
    Object.entries(fields).map(([name, one]) => {
      const path = block + name;
      const byDefault = defaults[name];
      const inner = (byDefault ?? {}) as Readonly<Record<string, unknown>>;
      const isGroup = one.kind === 'group';
      const schema = isGroup ? mapping(shapeOf(one.fields, `${path}.`, inner)) : schemaOf(one);
      const words = wordsOf(one) ?? notes[path] ?? { about: `Parameter ${name} of the model.` };
      const standard = byDefault === undefined || isGroup ? {} : { default: byDefault };
      return [name, field(schema.optional(), { ...words, ...standard })];
    }),
  );
}

const modelNames = deviceModels.map(({ name }) => name);

const modelForms = deviceModels.map(({ name, fields, published }) => {
  const hasDefaults = name === 'soft-bounds' || name === 'constant-step';
  const model = field(choice(modelNames), {
    about: 'A model of the response to pulses. See crossprop devices list.',
    default: defaultDevice.model,
    item: 'pulse-curve',
    written: choice([name]),
    required: !hasDefaults,
  });
  const own = shapeOf(fields, '', hasDefaults ? defaultDevice : {});
  if (!published) return mapping({ model, noiseless, ...own });
  const set = field(registered(Object.keys(published)).optional(), {
    about: 'A published set of the parameters; those given beside it go before.',
  });
  return mapping({ model, published: set, noiseless, ...own });
});

const presetForm = mapping({
  preset: field(registered(presets.map(({ name }) => name)), {
    about: 'A published device with all its parameters. See crossprop devices list.',
    required: true,
  }),
  noiseless,
});

/** Any parameter may stand beside the file of a fit, in place of the one that was fitted. */
const fitForm = mapping({
  ...Object.assign({}, ...modelForms.map(({ shape }) => shape)),
  fit: field(text(/./, 'the path of a fit.json'), {
    about: 'A file fit.json of crossprop devices fit: the device that it fitted.',
    required: true,
  }),
  model: field(choice(modelNames).optional(), {
    about: 'A model of the response to pulses. See crossprop devices list.',
  }),
});

const moduleForm = mapping({
  module: field(text(/./, 'the path of a JavaScript file'), {
    about:
      'A JavaScript file of your own whose default export is a device model; the path begins at the folder of ' +
      'the configuration. It is checked by the laws of crossprop devices check before the first run.',
    required: true,
  }),
  parameters: field(anyMapping<Readonly<Record<string, unknown>>>().optional(), {
    about: 'Parameters of the model in the file, by the names of its own fields.',
  }),
  noiseless,
});

/**
 * What a file may write: one form a model, that of a published device, of a fit, and of a file of
 * one's own.
 */
export const deviceForms = z.union([...modelForms, presetForm, fitForm, moduleForm]);
