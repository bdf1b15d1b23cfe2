import { InputError } from '../../../devices/base/errors.js';
import type { Tensor } from '../readers/tensor.js';
import type { FormatContent, RawPart } from './data-format.js';
import type { OwnOptions } from './own-options.js';

import { listParts, mapParts, type Parts } from './parts.js';
import { groupedParts } from './place.js';
import { tensorPart } from './tensor-images.js';

/** An array by its name in a file, or a file by its own. */
export interface NamedArray {
  readonly name: string;
  /** The file it is in. */
  readonly file: string;
  /** What messages call it. */
  readonly place: string;
  readonly read: () => Tensor;
}

const imageNames = ['x', 'images', 'image', 'data', 'features', 'inputs', 'input', 'samples'];
const labelNames = ['y', 'labels', 'label', 'targets', 'target', 'classes', 'class'];

/** `x_train`, `trainLabels`, `t10k-images-idx3-ubyte` -> `x`, `labels`, `images`. */
function kindOf(name: string): 'images' | 'labels' | null {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/(?<=^[xy])(train|test|val)/, ''));
  if (words.some((word) => labelNames.includes(word))) return 'labels';
  if (words.some((word) => imageNames.includes(word))) return 'images';
  return { arr0: 'images' as const, arr1: 'labels' as const }[words.join('')] ?? null;
}

/**
 * The pairs of images and labels among the arrays at a place, by their names or by those of the
 * options, training and test apart where their names say so. Throws InputError, with the names
 * there are, where they make no pair.
 */
export function pairedArrays(
  arrays: readonly NamedArray[],
  place: string,
  options: OwnOptions,
  prepare: (images: Tensor, labels: Tensor) => Tensor = (images) => images,
): FormatContent {
  const named = (wanted: string | number | undefined, kind: 'images' | 'labels') => {
    if (wanted === undefined) return arrays.filter(({ name }) => kindOf(name) === kind);
    const found = arrays.filter(
      ({ name }) => name === String(wanted) || fileStem(name) === fileStem(String(wanted)),
    );
    if (found.length > 0) return found;
    throw new InputError(
      `${place}: dataset.${kind}: ${JSON.stringify(wanted)}, expected one of ${listed(arrays)}`,
    );
  };
  const labels = groupedParts(named(options.labels, 'labels'), ({ name }) => name);
  const images =
    groupedParts(named(options.images, 'images'), ({ name }) => name) ?? theOther(arrays, labels);
  const pair = (part: keyof Parts<unknown>): Pair => {
    const [x, y] = [images?.[part] ?? [], labels?.[part] ?? []];
    if (x.length === 1 && y.length === 1) return { x: x[0]!, y: y[0]! };
    throw new InputError(
      `${place}: expected images and labels such as x and y, or x_train, y_train, x_test, y_test (got ${listed(arrays)}); dataset.images and dataset.labels name them`,
    );
  };
  const isApart = images?.train !== undefined || labels?.train !== undefined;
  const pairs = isApart ? { train: pair('train'), test: pair('test') } : { all: pair('all') };
  const parts = mapParts<Pair, RawPart>(pairs, ({ x, y }) => {
    const given = y.read();
    const own = { place: x.place, tensor: prepare(x.read(), given) };
    return tensorPart(own, { place: y.place, tensor: given }, options);
  });
  const files = listParts<Pair>(pairs).flatMap(({ x, y }) => [x.file, y.file]);
  return { parts, files: [...new Set(files)] };
}

interface Pair {
  readonly x: NamedArray;
  readonly y: NamedArray;
}

/** Of two arrays the one that is not the labels. */
function theOther(
  arrays: readonly NamedArray[],
  labels: Parts<readonly NamedArray[]> | null,
): Parts<readonly NamedArray[]> | null {
  const rest = arrays.filter((one) => !labels?.all?.includes(one));
  return labels?.all?.length === 1 && rest.length === 1 ? { all: rest } : null;
}

const fileStem = (name: string) => name.replace(/(\.npy|\.gz)+$/, '');

function listed(arrays: readonly NamedArray[]): string {
  const names = arrays.map(({ name }) => name.slice(0, 40));
  if (names.length === 0) return 'none';
  return `${names.slice(0, 8).join(', ')}${names.length > 8 ? ', ...' : ''}`;
}
