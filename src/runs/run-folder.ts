import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../../devices/base/errors.js';
import { safetensorsBytes } from '../data/safetensors.js';
import type { Tensors } from '../data/tensor.js';
import { writeAtomically } from './atomic-write.js';
import { checkResumable, type Resumable } from './check-resumable.js';
import { checkFree } from './run-lock.js';

/** The files of a run folder. */
export const RUN_FILES = [
  'config.yaml',
  'result.json',
  'metrics.jsonl',
  'log.jsonl',
  'report.html',
  'receptive-fields.json',
  'progress.json',
] as const;

export type RunFile = (typeof RUN_FILES)[number];

/** The folder of a run's checkpoints, in its own. */
export const CHECKPOINTS = 'checkpoint';

/** The folder of a sweep's points, in its own. */
export const POINTS = 'points';

/** The folder of the final weights, in a run's own. */
export const WEIGHTS = 'weights';

/** Where one experiment leaves what it finds. Every write is atomic. */
export interface RunFolder {
  readonly path: string;
  readonly fileOf: (name: RunFile) => string;
  readonly write: (name: RunFile, text: string) => void;
  /** Adds one line of JSON. O(lines so far): the file is written anew. */
  readonly addLine: (name: RunFile, value: unknown) => void;
  /** Writes weights/ID.safetensors. */
  readonly writeWeights: (id: string, weights: Tensors) => void;
}

export interface RunFolderOptions {
  /** The folder wanted; `runs/NAME-SEED` by default. */
  readonly out?: string | undefined;
  readonly name: string;
  readonly seed: number;
  /** Take the folder even where it holds something, and remove the run's files from it. Default false. */
  readonly force?: boolean | undefined;
  /** Take the folder with all that it holds. Default false. */
  readonly resume?: boolean | undefined;
  /** The result that may be there to be resumed; any by default. */
  readonly resumable?: Resumable | undefined;
}

/**
 * Makes the folder and those above it. One that already holds something is left alone, and `-2`, `-3`, ... appended.
 * Throws InputError where no folder can be made, where one that is to be taken is held by another process, and
 * where one that is to be resumed holds a result other than `resumable`.
 */
export function createRunFolder(options: RunFolderOptions): RunFolder {
  const { out, name, seed, force = false, resume = false, resumable } = options;
  const wanted = (out ?? join('runs', `${name}-${seed}`)).replace(/(?<=.)\/+$/, '');
  try {
    mkdirSync(dirname(wanted), { recursive: true });
    if (force || resume) checkFree(wanted);
    if (resume && resumable) checkResumable(wanted, resumable);
    if (force && !resume) return openRunFolder(emptied(wanted));
    return openRunFolder(resume ? made(wanted) : firstFree(wanted));
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new InputError(`${wanted}: expected a place where a folder can be made (got ${code})`);
  }
}

/** The folder at `path`, as it is. */
export function openRunFolder(path: string): RunFolder {
  const lines = new Map<RunFile, string>();
  const fileOf = (name: RunFile) => join(path, name);
  const write = (name: RunFile, text: string) => writeAtomically(fileOf(name), text);
  const addLine = (name: RunFile, value: unknown) => {
    lines.set(name, `${lines.get(name) ?? ''}${JSON.stringify(value)}\n`);
    write(name, lines.get(name)!);
  };
  const writeWeights = (id: string, weights: Tensors) => {
    mkdirSync(join(path, WEIGHTS), { recursive: true });
    writeAtomically(join(path, WEIGHTS, `${id}.safetensors`), safetensorsBytes(weights));
  };
  return Object.freeze({ path, fileOf, write, addLine, writeWeights });
}

function emptied(path: string): string {
  made(path);
  for (const name of RUN_FILES) rmSync(join(path, name), { force: true });
  for (const name of [CHECKPOINTS, POINTS, WEIGHTS])
    rmSync(join(path, name), { recursive: true, force: true });
  return path;
}

function made(path: string): string {
  if (existsSync(path) && !statSync(path).isDirectory()) {
    throw new InputError(`${path}: expected a folder (got a file)`);
  }
  mkdirSync(path, { recursive: true });
  return path;
}

/** Making the folder is the test: two runs that start together get two folders. */
function firstFree(wanted: string): string {
  for (let n = 1; ; n++) {
    const path = n === 1 ? wanted : `${wanted}-${n}`;
    if (madeHere(path) || isEmptyFolder(path)) return path;
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
