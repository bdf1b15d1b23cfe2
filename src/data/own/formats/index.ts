import type { DataFormat } from '../data-format.js';
import { cifar } from './cifar.js';
import { csv } from './csv.js';
import { idx } from './idx.js';
import { imageFolder } from './image-folder.js';
import { mat } from './mat.js';
import { npy } from './npy.js';
import { npz } from './npz.js';

/** In the order in which they are tried. */
export const dataFormats: readonly DataFormat[] = Object.freeze([
  imageFolder,
  npz,
  npy,
  csv,
  idx,
  cifar,
  mat,
]);
