import { z } from 'zod';
import { namingSchema } from '../schema/configuration-schema.js';
import { field } from '../schema/field.js';
import { choice, distinct, list, mapping, number, positive, text, whole } from '../schema/schema-parts.js';

const fileName = (what: string) => text(/./, what);

/** Layers of a sequence are called by numbers, which YAML reads as such. */
const nodeName = z.preprocess(
  (name) => (typeof name === 'number' ? String(name) : name),
  text(/./, 'the name of a node or of a layer, * for anything'),
);

const modelSchema = mapping(
  {
    file: field(fileName('the name of an ONNX file').optional(), {
      about: 'The network, an ONNX file, from the folder of the configuration.',
    }),
    digital: field(list(nodeName, 0), {
      about: 'Names of nodes or of layers that stay float; * stands for anything.',
      default: [],
    }),
  },
  { later: ['layers'] },
);

const dataSchema = mapping({
  path: field(fileName('the name of a data set, or a file').optional(), {
    about: 'The name of a data set or a file of images and labels, as --data takes it.',
  }),
  mean: field(list(number(-1e6, 1e6), 1).optional(), {
    about: 'What is subtracted from the pixels, one number or one a channel.',
  }),
  std: field(list(positive(1e6), 1).optional(), {
    about: 'What the difference is divided by, one number or one a channel.',
  }),
  order: field(choice(['NCHW', 'NHWC']).optional(), {
    about: 'The order that the network takes pixels in; where absent, the one that its input says.',
  }),
});

const calibrationSchema = mapping(
  {
    images: field(whole(1, 1_000_000), {
      about: 'Images of training that the calibrated ranges of converters go by.',
      default: 256,
    }),
    from: field(choice(['train']), { about: 'Never the test images.', default: 'train' }),
  },
  { later: ['dac', 'adc'] },
);

/** What a configuration says of a network trained elsewhere, beside its hardware block. */
export const inferenceSchema = mapping({
  ...namingSchema.shape,
  seeds: field(distinct(whole(0, 2 ** 32 - 1), 1).optional(), { about: 'The chips, one a seed.' }),
  model: field(modelSchema, { about: 'The network.' }),
  data: field(dataSchema, { about: 'The images, and what becomes of their pixels.' }),
  calibration: field(calibrationSchema, { about: 'What the ranges of converters are set by.' }),
});

export type InferenceFields = z.infer<typeof inferenceSchema>;
