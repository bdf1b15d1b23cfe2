import { InputError } from '../../../devices/base/errors.js';
import type { Labels } from '../dataset.js';
import type { RawPart } from './data-format.js';
import type { Parts } from './parts.js';
import { listParts, mapParts } from './parts.js';

/** More classes than any network here tells apart. */
const MOST_CLASSES = 65_536;

export interface ClassedLabels {
  /** By class. */
  readonly classNames: readonly string[];
  readonly labels: Parts<Labels>;
}

/**
 * The class of every image. Labels that are whole numbers from 0 on are classes as they are; of
 * other labels each different one is a class, numbers by size, texts by their characters. Throws
 * InputError, naming file and place, for a label that is none, or beyond `classes`.
 */
export function classLabels(parts: Parts<RawPart>, classes: number | undefined): ClassedLabels {
  const texts = listParts(parts).some(({ labels }) => hasTexts(labels));
  const classNames = texts ? namesOfTexts(parts, classes) : namesOfNumbers(parts, classes);
  const index = new Map(classNames.map((name, i) => [name, i]));
  const known = texts && parts.train && new Set(Array.from(parts.train.labels, String));
  const Numbers = classNames.length > 256 ? Uint16Array : Uint8Array;
  const labels = mapParts(parts, ({ labels: raw, file }) => {
    const own = new Numbers(raw.length);
    for (let i = 0; i < raw.length; i++) {
      const name = texts ? String(raw[i]) : String(Number(raw[i]));
      const found = index.get(name);
      if (found === undefined) throw new InputError(outOfRange(file, i, name, classNames.length));
      own[i] = found;
    }
    return own;
  });
  if (known && parts.test) checkTrained(parts.test, known);
  return { classNames, labels };
}

const outOfRange = (file: string, index: number, name: string, classes: number) =>
  `${file}: label ${name.slice(0, 40)} of image ${index}: expected whole numbers from 0 to ${classes - 1}`;

function hasTexts(labels: ArrayLike<string | number>): boolean {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (typeof label === 'string' && (label.trim() === '' || Number.isNaN(Number(label)))) return true;
  }
  return false;
}

function namesOfTexts(parts: Parts<RawPart>, classes: number | undefined): readonly string[] {
  const names = new Set<string>();
  for (const { labels, file } of listParts(parts)) {
    for (let i = 0; i < labels.length; i++) {
      const name = String(labels[i]);
      if (name.trim() === '') throw new InputError(`${file}: image ${i}: no label, expected one each`);
      names.add(name);
    }
  }
  if (classes !== undefined && names.size > classes) {
    const file = listParts(parts)[0]!.file;
    throw new InputError(
      `${file}: ${names.size} different labels, expected at most dataset.classes, ${classes}`,
    );
  }
  return checkedNames([...names].sort(), parts);
}

function namesOfNumbers(parts: Parts<RawPart>, classes: number | undefined): readonly string[] {
  const values = new Set<number>();
  for (const { labels, file } of listParts(parts)) {
    for (let i = 0; i < labels.length; i++) {
      const value = Number(labels[i]);
      if (!Number.isInteger(value)) {
        throw new InputError(
          `${file}: label ${labels[i]} of image ${i}: expected the class, a whole number or a name; targets of a regression are not supported`,
        );
      }
      values.add(value);
    }
  }
  const sorted = [...values].sort((a, b) => a - b);
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (classes === undefined && least !== 0) return checkedNames(sorted.map(String), parts);
  const count = classes ?? most + 1;
  if (count > MOST_CLASSES) {
    const { file } = listParts(parts)[0]!;
    throw new InputError(`${file}: label ${most}: expected labels below ${MOST_CLASSES}`);
  }
  return Array.from({ length: count }, (_, i) => String(i));
}

function checkedNames(names: readonly string[], parts: Parts<RawPart>): readonly string[] {
  if (names.length <= MOST_CLASSES) return names;
  throw new InputError(
    `${listParts(parts)[0]!.file}: ${names.length} different labels, expected at most ${MOST_CLASSES}`,
  );
}

/** A class that is only tested is a slip of the files. */
function checkTrained({ labels, file }: RawPart, known: ReadonlySet<string>): void {
  for (let i = 0; i < labels.length; i++) {
    if (known.has(String(labels[i]))) continue;
    throw new InputError(
      `${file}: class ${String(labels[i]).slice(0, 40)} of test image ${i}: expected a class of the training images`,
    );
  }
}
