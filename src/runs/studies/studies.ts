import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { POINTS } from '../folder/run-folder.js';
import { readServed } from './served-files.js';

/** A run folder as it stands. */
export interface Study {
  /** From the root, with slashes; empty for the root itself. */
  readonly path: string;
  readonly state: 'running' | 'finished' | 'stopped';
  /** Where the work is; null where nothing says so. */
  readonly progress: StudyProgress | null;
  readonly curves: readonly StudyCurve[];
  readonly report: boolean;
}

export interface StudyProgress {
  /** `eqprop-chip train, epoch 3 of 100` or `points` of a sweep. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** Accuracy after the epochs of a run, fractions of the test set. */
export interface StudyCurve {
  readonly run: string;
  readonly points: readonly { readonly epoch: number; readonly accuracy: number }[];
}

/** Bounds of what is looked at. */
const most = { folders: 2000, studies: 200, depth: 4, tailBytes: 2 ** 20 };
/** A run that has written nothing for so long does not run. */
const quietMs = 60_000;

/** The run folders at and under `root`, the latest first. Symbolic links are not followed. */
export function readStudies(root: string, nowMs: number): Study[] {
  const found: { path: string; names: ReadonlySet<string>; changedMs: number }[] = [];
  const open = [''];
  for (let looked = 0; open.length > 0 && looked < most.folders; looked++) {
    const path = open.shift() as string;
    const entries = entriesOf(join(root, path));
    const names = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
    const isStudy = names.has('config.yaml') || names.has('result.json');
    if (isStudy) found.push({ path, names, changedMs: changedMs(join(root, path), names) });
    if (path.split('/').length > most.depth) continue;
    const inner = entries.filter((entry) => entry.isDirectory() && entry.name !== POINTS);
    open.push(...inner.map(({ name }) => (path === '' ? name : `${path}/${name}`)));
  }
  found.sort((a, b) => b.changedMs - a.changedMs);
  return found.slice(0, most.studies).map(({ path, names, changedMs: changed }) => {
    const quiet = nowMs - changed > quietMs;
    const working = names.has('progress.json') || !names.has('result.json');
    const state = working ? (quiet ? 'stopped' : 'running') : 'finished';
    return {
      path,
      state,
      curves: curvesOf(root, path),
      report: names.has('report.html'),
      progress: state === 'finished' ? null : progressOf(root, path, names),
    };
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function changedMs(folder: string, names: ReadonlySet<string>): number {
  const files = ['progress.json', 'metrics.jsonl', 'log.jsonl', 'result.json', 'config.yaml'];
  const times = files.filter((name) => names.has(name)).map((name) => modifiedMs(join(folder, name)));
  return Math.max(0, modifiedMs(join(folder, POINTS)), ...times);
}

function modifiedMs(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function progressOf(root: string, path: string, names: ReadonlySet<string>): StudyProgress | null {
  const [now] = linesOf(root, path, 'progress.json');
  if (now) {
    const { id, stage, epoch, epochs, done, total } = now;
    return { what: `${id} ${stage}, epoch ${epoch} of ${epochs}`, done: number(done), total: number(total) };
  }
  const begun = names.has('log.jsonl') && linesOf(root, path, 'log.jsonl').findLast(({ points }) => points);
  if (!begun) return null;
  const done = entriesOf(join(root, path, POINTS)).filter(({ name }) => name.endsWith('.json')).length;
  return { what: 'points', done, total: number(begun.points) };
}

function curvesOf(root: string, path: string): StudyCurve[] {
  const curves = new Map<string, { epoch: number; accuracy: number }[]>();
  for (const { run, epoch, accuracy } of linesOf(root, path, 'metrics.jsonl')) {
    const { average, test } = (accuracy ?? {}) as Record<string, unknown>;
    const value = average ?? test;
    if (typeof run !== 'string' || typeof value !== 'number') continue;
    curves.set(run, [...(curves.get(run) ?? []), { epoch: number(epoch), accuracy: value }]);
  }
  return [...curves].map(([run, points]) => ({ run, points }));
}

/** The whole lines at the end of a file that are JSON objects. */
function linesOf(root: string, path: string, name: string): Record<string, unknown>[] {
  const bytes = readServed(root, path === '' ? name : `${path}/${name}`, most.tailBytes);
  const lines = bytes ? new TextDecoder().decode(bytes).split('\n') : [];
  return lines.flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [];
    } catch {
      return [];
    }
  });
}

const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
