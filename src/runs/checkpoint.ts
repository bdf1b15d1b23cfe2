import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../devices/base/errors.js';
import type { Checkpoints, Snapshot } from '../experiments/snapshot.js';
import { writeAtomically } from './atomic-write.js';

/** Snapshots of a run that are kept: should the last one be damaged, there is one before it. */
const kept = 2;

/**
 * Snapshots in a folder, one file each, written atomically: the SHA-256 of what follows, in hexadecimal; a line of JSON; the
 * arrays, 32-bit floats, little-endian. `load` finds something only with `resume`; it throws InputError where every file of
 * the run is damaged.
 */
export function createCheckpoints(folder: string, { resume }: { resume: boolean }): Checkpoints {
  const filesOf = (id: string) => {
    const numbered = list(folder).flatMap((name) => {
      const [, run, number] = /^(.+)\.(\d+)\.bin$/.exec(name) ?? [];
      return run === id ? [{ file: join(folder, name), number: Number(number) }] : [];
    });
    return numbered.sort((a, b) => b.number - a.number);
  };
  return Object.freeze<Checkpoints>({
    save(id, snapshot) {
      mkdirSync(folder, { recursive: true });
      const before = filesOf(id);
      const number = (before[0]?.number ?? 0) + 1;
      writeAtomically(join(folder, `${id}.${number}.bin`), encode(snapshot));
      for (const { file } of before.slice(kept - 1)) rmSync(file, { force: true });
    },
    load(id) {
      const files = resume ? filesOf(id) : [];
      for (const { file } of files) {
        const snapshot = decode(readFileSync(file));
        if (snapshot) return snapshot;
      }
      if (files.length === 0) return null;
      throw new InputError(`${files[0]!.file}: expected a whole checkpoint (got a wrong SHA-256)`);
    },
  });
}

function encode({ meta, arrays }: Snapshot): Uint8Array {
  const header = `${JSON.stringify({ meta, lengths: arrays.map(({ length }) => length) })}\n`;
  const parts = [
    Buffer.from(header),
    ...arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  ];
  return Buffer.concat([Buffer.from(`${sha256(parts)}\n`), ...parts]);
}

/** null where the checksum is wrong. */
function decode(bytes: Buffer): Snapshot | null {
  const begin = bytes.indexOf('\n') + 1;
  const end = bytes.indexOf('\n', begin) + 1;
  if (begin === 0 || bytes.toString('latin1', 0, begin - 1) !== sha256([bytes.subarray(begin)])) return null;
  const { meta, lengths } = JSON.parse(bytes.toString('utf8', begin, end)) as {
    meta: Snapshot['meta'];
    lengths: number[];
  };
  let from = end;
  const arrays = lengths.map((length) => {
    const array = new Float32Array(length);
    new Uint8Array(array.buffer).set(bytes.subarray(from, from + 4 * length));
    from += 4 * length;
    return array;
  });
  return { meta, arrays };
}

function sha256(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
