import { datasetNames } from '../../data/sets/index.js';
import { alternatives } from '../text/nearest-name.js';
import { field } from './field.js';
import { MANY, mapping, registered, share, text, whole } from './schema-parts.js';

export const datasetSchema = mapping({
  name: field(registered(datasetNames, { later: ['cifar-10'] }), {
    about: `${alternatives(datasetNames)}; see crossprop data list.`,
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
  path: field(text(/./, 'the path of a folder').optional(), {
    about: "A folder with files of one's own.",
  }),
  crop: field(whole(1, 65536).optional(), {
    about: 'Side of the square that is kept in the middle of each image.',
    unit: 'pixels',
  }),
  threshold: field(share().optional(), {
    about: 'Images become black and white at this share of full scale.',
    unit: 'of full scale',
  }),
});
