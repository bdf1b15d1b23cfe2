import { once } from 'node:events';
import type { Output } from './cli-io.js';

/** A value as one JSON document, however long, no faster than the reader takes it. */
export async function printLongJson(output: Output, value: unknown): Promise<void> {
  let text = '';
  const flush = async (end: string) => {
    const taken = output.write(text + end);
    text = '';
    if (!taken) await once(output, 'drain');
  };
  for (const piece of jsonText(value)) {
    text += piece;
    if (text.length > pieceLength) await flush('');
  }
  await flush('\n');
}

const pieceLength = 1 << 20;

/**
 * What JSON.stringify(value, null, 2) gives, in pieces: a whole document can be longer than a
 * string may be. Values are plain: lists, mappings, numbers, strings, booleans, null.
 */
export function* jsonText(value: unknown, indent = ''): Generator<string> {
  const entries = entriesOf(value);
  if (entries === null || !entries.some(([, part]) => entriesOf(part) !== null)) {
    yield JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
    return;
  }
  const isList = Array.isArray(value);
  const inner = `${indent}  `;
  let before = isList ? '[\n' : '{\n';
  for (const [key, part] of entries) {
    yield `${before}${inner}${isList ? '' : `${JSON.stringify(key)}: `}`;
    yield* jsonText(part, inner);
    before = ',\n';
  }
  yield `\n${indent}${isList ? ']' : '}'}`;
}

/** Of a list or mapping, those that JSON has; null for all else. */
function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value.map((part, i) => [`${i}`, part ?? null] as const);
  return Object.entries(value).filter(([, part]) => part !== undefined);
}
