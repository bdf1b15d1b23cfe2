import { createHash } from 'node:crypto';
import { InputError } from '../../../devices/base/errors.js';
import { isMapping } from '../../configuration/plain-data.js';
import { isIdentity } from '../../experiments/run/identity.js';
import type { RunRecord, Snapshot, SnapshotMeta } from '../../experiments/run/snapshot.js';

const arrayTypes = { f32: Float32Array, f64: Float64Array } as const;

type ArrayType = keyof typeof arrayTypes;

/**
 * The bytes of a snapshot: the SHA-256 of what follows, in hexadecimal; a line of JSON,
 * `{meta, arrays: [[type, length], ...]}`; the arrays, little-endian.
 */
export function encodeSnapshot({ meta, arrays }: Snapshot): Uint8Array {
  const types = arrays.map((array) => [array instanceof Float32Array ? 'f32' : 'f64', array.length]);
  const parts = [
    Buffer.from(`${JSON.stringify({ meta, arrays: types })}\n`),
    ...arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  ];
  return Buffer.concat([Buffer.from(`${sha256(parts)}\n`), ...parts]);
}

/** Throws InputError that names `file` for bytes that are no whole snapshot. */
export function decodeSnapshot(bytes: Buffer, file: string): Snapshot {
  const fail = (found: string): never => {
    throw new InputError(`${file}: expected a whole checkpoint (got ${found})`);
  };
  const begin = bytes.indexOf('\n') + 1;
  if (begin !== 65) fail(bytes.length === 0 ? 'an empty file' : 'no SHA-256 in the first line');
  if (bytes.toString('latin1', 0, begin - 1) !== sha256([bytes.subarray(begin)])) fail('a wrong SHA-256');
  const end = bytes.indexOf('\n', begin) + 1;
  const header = parseJson(bytes.toString('utf8', begin, Math.max(begin, end)));
  if (!isMapping(header) || !isMeta(header.meta) || !isTypes(header.arrays)) return fail('another header');
  const sizes = header.arrays.map(([type, length]) => arrayTypes[type].BYTES_PER_ELEMENT * length);
  const size = sizes.reduce((sum, of) => sum + of, 0);
  if (size !== bytes.length - end) fail(`${bytes.length - end} bytes of arrays, not ${size}`);
  let from = end;
  const arrays = header.arrays.map(([type, length], i) => {
    const array = new arrayTypes[type](length);
    new Uint8Array(array.buffer).set(bytes.subarray(from, from + sizes[i]!));
    from += sizes[i]!;
    return array;
  });
  return { meta: header.meta, arrays };
}

function isTypes(given: unknown): given is readonly [ArrayType, number][] {
  const isType = (pair: unknown) =>
    Array.isArray(pair) && Object.hasOwn(arrayTypes, pair[0]) && isCount(pair[1]);
  return Array.isArray(given) && given.every(isType);
}

function isMeta(given: unknown): given is SnapshotMeta {
  if (!isMapping(given) || !isMapping(given.configuration) || !isMapping(given.record)) return false;
  // One made before there were identities is whole: it is refused by what would go on with it.
  if (given.identity !== undefined && !isIdentity(given.identity)) return false;
  const record = given.record as Partial<Record<keyof RunRecord, unknown>>;
  const counts = [
    given.batches,
    given.pretraining ?? 0,
    record.epoch,
    record.pass,
    record.done,
    record.trained,
  ];
  const lists = [record.results, record.curve, record.thresholds, record.acceptedVersions ?? []];
  return counts.every(isCount) && lists.every(Array.isArray);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function sha256(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
