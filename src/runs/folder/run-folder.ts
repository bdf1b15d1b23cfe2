import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import { safetensorsBytes } from '../../data/readers/safetensors.js';
import type { Tensors } from '../../data/readers/tensor.js';
import { checkResumable, type Resumable } from '../checkpoint/check-resumable.js';
import { checkMade, type RunFile, removeMade, WEIGHTS, writeMade } from '../made-files.js';
import { removeTemporaries, writeAtomically } from './atomic-write.js';
import { makeFolder } from './make-folder.js';
import { checkFree, type Hold, holdFolder } from './run-lock.js';

export { CHECKPOINTS, POINTS, type RunFile } from '../made-files.js';

/** Where one experiment leaves what it finds. Every write is atomic. */
export interface RunFolder {
  readonly path: string;
  readonly fileOf: (name: RunFile) => string;
  readonly write: (name: RunFile, text: string) => void;
  /** Adds one line of JSON. O(lines so far): the file is written anew. */
  readonly addLine: (name: RunFile, value: unknown) => void;
  /** Writes weights/ID.safetensors. */
  readonly writeWeights: (id: string, weights: Tensors) => void;
  /** Lets others have the folder. */
  readonly release: () => void;
}

export interface RunFolderOptions {
  /** The folder wanted; `runs/NAME-SEED` by default. */
  readonly out?: string | undefined;
  readonly name: string;
  readonly seed: number;
  /**
   * Take the folder even where it holds something, and remove what runs have made in it. Default
   * false.
   */
  readonly force?: boolean | undefined;
  /** Take the folder with all that it holds. Default false. */
  readonly resume?: boolean | undefined;
  /** The result that may be there to be resumed; any by default. */
  readonly resumable?: Resumable | undefined;
  /** How the folder is held until it is released; `alone` by default. */
  readonly hold?: Hold | undefined;
  /** Ids of the weights that will be written. */
  readonly weights?: readonly string[] | undefined;
}

/**
 * Makes the folder and those above it, and holds it for this process. One that already holds
 * something is left alone, and `-2`, `-3`, ... appended. Throws InputError where no folder can be
 * made, where one that is to be taken is held by another process or has a file that a run would
 * overwrite and none has made, and where one that is to be resumed holds a result other than
 * `resumable`; all is then as it was.
 */
export function createRunFolder(options: RunFolderOptions): RunFolder {
  const { out, name, seed, force = false, resume = false, hold } = options;
  const wanted = (out ?? join('runs', `${name}-${seed}`)).replace(/(?<=.)\/+$/, '');
  try {
    makeFolder(dirname(wanted));
    const { path, release } = force || resume ? taken(wanted, options) : firstFree(wanted, hold);
    writeMade(path);
    return runFolder(path, release);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new InputError(`${wanted}: expected a place where a folder can be made (got ${code})`);
  }
}

/** The folder at `path`, as it is. */
export function openRunFolder(path: string): RunFolder {
  return runFolder(path, () => undefined);
}

function runFolder(path: string, release: () => void): RunFolder {
  const lines = new Map<RunFile, string>();
  const fileOf = (name: RunFile) => join(path, name);
  const write = (name: RunFile, text: string) => writeAtomically(fileOf(name), text);
  const addLine = (name: RunFile, value: unknown) => {
    lines.set(name, `${lines.get(name) ?? ''}${JSON.stringify(value)}\n`);
    write(name, lines.get(name)!);
  };
  const writeWeights = (id: string, weights: Tensors) => {
    const file = weightsName(id);
    checkMade(path, [file]);
    writeMade(path, [file]);
    makeFolder(join(path, WEIGHTS));
    writeAtomically(join(path, file), safetensorsBytes(weights));
  };
  return Object.freeze({ path, fileOf, write, addLine, writeWeights, release });
}

const weightsName = (id: string) => `${WEIGHTS}/${id}.safetensors`;

interface Held {
  readonly path: string;
  readonly release: () => void;
}

/** The folder itself, whatever it holds. */
function taken(path: string, { resume, resumable, hold, weights = [] }: RunFolderOptions): Held {
  made(path);
  const release = holdFolder(path, hold);
  try {
    checkMade(path, weights.map(weightsName));
    if (resume) {
      if (resumable) checkResumable(path, resumable);
      removeTemporaries(path);
    } else {
      checkFree(path);
      removeMade(path);
    }
    return { path, release };
  } catch (error) {
    release();
    throw error;
  }
}

function made(path: string): string {
  if (existsSync(path) && !statSync(path).isDirectory()) {
    throw new InputError(`${path}: expected a folder (got a file)`);
  }
  makeFolder(path);
  return path;
}

/** Making the folder is the test: two runs that start together get two folders. */
function firstFree(wanted: string, hold: Hold | undefined): Held {
  for (let n = 1; ; n++) {
    const path = n === 1 ? wanted : `${wanted}-${n}`;
    if (!madeHere(path) && !isEmptyFolder(path)) continue;
    try {
      return { path, release: holdFolder(path, hold) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
}

function madeHere(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isEmptyFolder(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
}
