import { z } from 'zod';
import { field } from './field.js';
import { layerForms, layerSchema } from './layer-schema.js';
import { choice, list, MANY, mapping, oneEach, oneOrMore, positive, text, whole } from './schema-parts.js';

const activationNames = ['hard-sigmoid', 'relu', 'sigmoid', 'identity'] as const;

const rest = {
  energy: field(choice(['hopfield', 'resistive']).optional(), {
    about:
      'What comes to rest. hopfield (the default): neurons that leak. resistive: nodes of a circuit that ' +
      "settle by Kirchhoff's law, their weights conductances.",
    acts: 'neuron',
  }),
  inputGain: field(positive(1_000_000).optional(), {
    about: 'Of resistive: voltage of the sources where a pixel is 1; 1 by default.',
    unit: 'V',
    acts: 'input',
  }),
  amplifierGain: field(positive(1_000_000).optional(), {
    about: 'Of resistive: what the amplifiers multiply hidden voltages by; 1 by default.',
    acts: 'neuron',
  }),
  activation: field(
    oneOrMore(choice(activationNames), `expected one of ${activationNames.join(', ')}, or a list of them`),
    {
      about:
        'eqprop: hard-sigmoid. backprop: also relu, sigmoid or identity. One for all layers behind the input, ' +
        'or a list of one each.',
      default: 'hard-sigmoid',
      acts: 'neuron',
    },
  ),
  biases: field(choice(['learned', 'fixed']).optional(), {
    about: 'learned (the default), or fixed: they stay as they begin, at 0 or as weights has them.',
    acts: 'neuron',
  }),
  weights: field(text(/./, 'the path of a file').optional(), {
    about: 'A file of weights and biases to begin with, .safetensors or .npz; drawn where absent.',
  }),
  weightBounds: field(oneEach(positive(1000), 'coupling').optional(), {
    about:
      'Bound of the uniform initial weights: one per coupling, or one for all; by the sizes of the layers where absent.',
  }),
};

const units = list(whole(1, MANY), 2);
const stages = list(layerSchema, 1);

const layersNotes = {
  about:
    'Units a layer, input first: an image of MNIST has 784 pixels. Or a list of {conv: ...}, ' +
    '{pool: ...} behind a conv, and {full: units}, the last of them the outputs.',
  written: z.union([units, z.array(layerForms)]),
};

export const denseSchema = mapping({
  layers: field(units, { ...layersNotes, default: [784, 2000] }),
  ...rest,
});

export const convolutionalSchema = mapping({ layers: field(stages, layersNotes), ...rest });
