import { z } from 'zod';
import { datasetNames } from '../../data/sets/index.js';
import { own } from '../../data/sets/own.js';
import { alternatives } from '../text/nearest-name.js';
import { field } from './field.js';
import {
  choice,
  MANY,
  mapping,
  number,
  oneOrMore,
  positive,
  registered,
  share,
  text,
  whole,
} from './schema-parts.js';

/** The name of a data set of which a file gives the path alone. */
export const ownDatasetName = own.name;

/** A side in pixels, or height and width. */
const size = () => {
  const side = whole(1, 65536);
  return z.union([side, z.tuple([side, side])], {
    error: 'expected a whole number in [1, 65536], or a list of height and width',
  });
};

const ofOwn = 'Of name: own alone. ';

export const datasetSchema = mapping({
  name: field(registered(datasetNames, { later: ['cifar-10'] }), {
    about: `${alternatives(datasetNames)}; see crossprop data list. own where path stands alone.`,
    default: 'mnist',
  }),
  train: field(whole(1, MANY).optional(), {
    about: 'Training images to use, the first after a seeded shuffle; all where absent.',
    unit: 'images',
  }),
  test: field(whole(1, MANY).optional(), {
    about: 'Test images to use, the first after a seeded shuffle; all where absent.',
    unit: 'images',
  }),
  path: field(text(/./, 'the path of a folder or file').optional(), {
    about: "A folder or file with data of one's own; crossprop data inspect says what it holds.",
  }),
  images: field(text(/./, 'a name').optional(), {
    about: `${ofOwn}The array or file of the images, where its name is none of the usual ones.`,
  }),
  labels: field(
    z
      .union([text(/./, 'a name'), whole(1, MANY)], { error: 'expected a name or the number of a column' })
      .optional(),
    {
      about: `${ofOwn}The array, file or CSV column of the labels; a column by name or number, from 1 on.`,
    },
  ),
  axes: field(choice(['NHWC', 'NCHW']).optional(), {
    about: `${ofOwn}The axes of an array of images, NHWC or NCHW: N images, C channels, height, width.`,
  }),
  fullScale: field(positive(1e30).optional(), {
    about: `${ofOwn}The stored number that stands for 1; 255 for bytes and 1 for others where absent.`,
    unit: 'of the stored numbers',
  }),
  classes: field(whole(1, 65536).optional(), {
    about: `${ofOwn}Labels are 0 to classes - 1; as many as the labels show where absent.`,
    unit: 'classes',
  }),
  testShare: field(share().optional(), {
    about: `${ofOwn}Share of the images that test where the files do not keep them apart; 0.2 where absent.`,
    unit: 'of the images',
  }),
  splitSeed: field(whole(0, 2 ** 32 - 1).optional(), {
    about: `${ofOwn}Decides which images test where the files do not; 1 where absent.`,
  }),
  resize: field(size().optional(), {
    about: 'Images are scaled to this side, or to [height, width].',
    unit: 'pixels',
  }),
  crop: field(size().optional(), {
    about: 'Side of the square, or [height, width], that is kept in the middle of each image.',
    unit: 'pixels',
  }),
  grey: field(z.boolean({ error: 'expected true or false' }).optional(), {
    about: 'One grey channel is made of red, green and blue.',
  }),
  threshold: field(share().optional(), {
    about: 'Images become black and white at this share of full scale.',
    unit: 'of full scale',
  }),
  normalise: field(choice(['none', 'deviation', 'range']).optional(), {
    about:
      'By the training images, each channel or each number of a vector by itself, or none. deviation: to mean 0 ' +
      'and deviation 1. range: from 0 to 1.',
  }),
  mean: field(oneOrMore(number(-1e30, 1e30), 'expected a number or a list of them').optional(), {
    about: 'Taken off every input: one number, one a channel, or one a number of an image.',
    unit: 'of full scale',
  }),
  deviation: field(oneOrMore(positive(1e30), 'expected a number above 0 or a list of them').optional(), {
    about: 'What inputs are divided by after mean is taken off.',
    unit: 'of full scale',
  }),
  flatten: field(choice(['NHWC', 'NCHW']).optional(), {
    about: 'The order of inputs: channels of a pixel together (NHWC), or channel by channel (NCHW).',
  }),
});
