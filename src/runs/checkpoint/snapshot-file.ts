import { createHash } from 'node:crypto';
import { InputError } from '../../../devices/base/errors.js';
import { isMapping } from '../../configuration/plain-data.js';
import { isIdentity } from '../../experiments/run/identity.js';
import type { RunRecord, Snapshot, SnapshotMeta } from '../../experiments/run/snapshot.js';

const arrayTypes = { f32: Float32Array, f64: Float64Array } as const;

type ArrayType = keyof typeof arrayTypes;

/**
 * The bytes of a snapshot: the SHA-256 of what follows, in hexadecimal; a line of JSON,
 * `{meta, arrays: [[name, type, length], ...]}`; the arrays, little-endian.
 */
export function encodeSnapshot({ meta, arrays }: Snapshot): Uint8Array {
  const headers = arrays.map(({ name, values }) => [
    name,
    values instanceof Float32Array ? 'f32' : 'f64',
    values.length,
  ]);
  const parts = [
    Buffer.from(`${JSON.stringify({ meta, arrays: headers })}\n`),
    ...arrays.map(({ values: { buffer, byteOffset, byteLength } }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    ),
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
  if (!isMapping(header) || !isMeta(header.meta)) return fail('another header');
  if (isUnnamed(header.arrays)) {
    throw new InputError(
      `${file}: the checkpoint is of an earlier version, whose arrays have no names; begin anew with --force, or finish it with the version that made it`,
    );
  }
  if (!isNamed(header.arrays)) return fail('another header');
  const sizes = header.arrays.map(([, type, length]) => arrayTypes[type].BYTES_PER_ELEMENT * length);
  const size = sizes.reduce((sum, of) => sum + of, 0);
  if (size !== bytes.length - end) fail(`${bytes.length - end} bytes of arrays, not ${size}`);
  let from = end;
  const arrays = header.arrays.map(([name, type, length], i) => {
    const values = new arrayTypes[type](length);
    new Uint8Array(values.buffer).set(bytes.subarray(from, from + sizes[i]!));
    from += sizes[i]!;
    return { name, values };
  });
  return { meta: header.meta, arrays };
}

function isNamed(given: unknown): given is readonly [string, ArrayType, number][] {
  const isHeader = (header: unknown) =>
    Array.isArray(header) && typeof header[0] === 'string' && isShape(header.slice(1));
  return Array.isArray(given) && given.every(isHeader);
}

/**
 * Headers as versions before 0.2.0 wrote them: the type and the length of arrays in a fixed order.
 */
function isUnnamed(given: unknown): boolean {
  return Array.isArray(given) && given.length > 0 && given.every(isShape);
}

function isShape(given: unknown): given is readonly [ArrayType, number] {
  return (
    Array.isArray(given) && given.length === 2 && Object.hasOwn(arrayTypes, given[0]) && isCount(given[1])
  );
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
