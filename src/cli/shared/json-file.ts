import { readFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { InputError } from '../../../devices/index.js';
import { isMapping, type Mapping } from '../../configuration/plain-data.js';
import { adviceOn } from '../../configuration/text/nearest-name.js';
import { duplicateKey } from '../../data/duplicate-key.js';

/** The content of a JSON file, `-` being standard input. Throws InputError naming the file. */
export async function readJson(file: string): Promise<unknown> {
  return parseJson(file === '-' ? await textOf(process.stdin) : readText(file), file);
}

/**
 * Throws InputError for what is no mapping, and for a key that is not `known`, with the `advice` on
 * it where there is some, else naming the nearest key or all.
 */
export function checkKeys(
  given: unknown,
  {
    known,
    file,
    advice = {},
  }: {
    readonly known: readonly string[];
    readonly file: string;
    readonly advice?: Readonly<Record<string, string>>;
  },
): asserts given is Mapping {
  if (!isMapping(given)) throw new InputError(`${file}: expected a mapping with ${known.join(', ')}`);
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new InputError(`${file}: ${unknown}: unknown key, ${advice[unknown] ?? adviceOn(unknown, known)}`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file}: ${(error as NodeJS.ErrnoException).code}, expected a readable JSON file`);
  }
}

function parseJson(text: string, file: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file}: ${(error as Error).message}, expected JSON`);
  }
  const key = duplicateKey(text);
  if (key === null) return value;
  throw new InputError(`${file}: ${key}: twice in one mapping, expected once`);
}
