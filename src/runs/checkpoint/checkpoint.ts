import { lstatSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import type { Checkpoints, Snapshot } from '../../experiments/run/snapshot.js';
import { removeTemporaries, writeAtomically } from '../folder/atomic-write.js';
import { makeFolder } from '../folder/make-folder.js';
import { namesIn } from '../studies/names-in.js';
import { decodeSnapshot, encodeSnapshot } from './snapshot-file.js';

/** Snapshots of a run that are kept: should the last one be damaged, there is one before it. */
const kept = 2;

export interface CheckpointOptions {
  /** Whether `load` is to find anything. */
  readonly resume: boolean;
  /** Seconds from one to the next within an epoch; 60 by default. */
  readonly everySec?: number | undefined;
  readonly acceptVersion?: boolean | undefined;
  /** Told of a damaged file in whose place the one before it is used. */
  readonly damaged?: (message: string) => void;
}

/**
 * Snapshots in a folder, one file each, written atomically; of each run the last two are kept.
 * `load` throws InputError where every file of the run is damaged.
 */
export function createCheckpoints(
  folder: string,
  { resume, everySec = 60, acceptVersion, damaged = () => undefined }: CheckpointOptions,
): Checkpoints {
  const filesOf = (id: string) => {
    const numbered = namesIn(folder).flatMap((name) => {
      const [, run, number] = /^(.+)\.(\d+)\.bin$/.exec(name) ?? [];
      return run === id ? [{ file: join(folder, name), number: Number(number) }] : [];
    });
    return numbered.sort((a, b) => b.number - a.number);
  };
  return Object.freeze<Checkpoints>({
    everySec,
    acceptVersion,
    save(id, snapshot) {
      makeFolder(folder);
      removeTemporaries(folder);
      const before = filesOf(id);
      const number = (before[0]?.number ?? 0) + 1;
      writeAtomically(join(folder, `${id}.${number}.bin`), encodeSnapshot(snapshot));
      for (const { file } of before.slice(kept - 1)) if (isFile(file)) rmSync(file, { force: true });
    },
    load(id) {
      const files = resume ? filesOf(id).map(({ file }) => file) : [];
      for (const [i, file] of files.entries()) {
        const found = readSnapshot(file);
        if (!(found instanceof InputError)) return found;
        const next = files[i + 1];
        if (next === undefined) throw found;
        damaged(`${found.message}; going on from the one before it, ${next}`);
      }
      return null;
    },
  });
}

/** What has the name of a checkpoint and is a folder or a link was made by someone else. */
function isFile(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function readSnapshot(file: string): Snapshot | InputError {
  try {
    return decodeSnapshot(readFileSync(file), file);
  } catch (error) {
    if (error instanceof InputError) return error;
    // A folder, a link to nothing, a file that may not be read: as good as damaged.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined) return new InputError(`${file}: expected a whole checkpoint (got ${code})`);
    throw error;
  }
}
