import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { entryFile } from '../../src/data/package-root.js';
import { withoutTimes } from '../runs/without-times.js';

/** The compiled command line. */
export const main = entryFile('#main');

/** Writes a sweep of 200 quick points; returns its file. */
export function writeSweep(folder: string): string {
  const file = join(folder, 'sweep.yaml');
  const text = `
name: scale
dataset: {name: digits, train: 200, test: 50}
network: {layers: [64, 20]}
sweep:
  grid: {hardware.read.noise: [0, 0.05], learning.rule: [eqprop, backprop]}
  draws: {n: 50, seed: {integer: [1, 1000000]}, hardware.device.cycleNoise: {uniform: [0, 0.5]}}
`;
  writeFileSync(file, text);
  return file;
}

export function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** A command line in a process of its own, its words on stderr with ours. */
export function start(...argv: string[]): ChildProcess {
  return spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Resolves to the exit code. */
export function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', resolve));
}

export function pointsIn(folder: string): number {
  const points = join(folder, 'points');
  return existsSync(points) ? readdirSync(points).filter((name) => /^\w+\.json$/.test(name)).length : 0;
}

/** Until it is true. Throws after two minutes. */
export async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (let left = 2400; !isTrue(); left--) {
    if (left === 0) throw new Error(`${what}: not within two minutes`);
    await wait(50);
  }
}

/** The points of a sweep's result, but for their times. */
export function resultsIn(folder: string): readonly unknown[] {
  const { points } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  return withoutTimes(points) as readonly unknown[];
}

/** Keys of the points that the log says have ended, in turn. */
export function endedIn(folder: string): readonly string[] {
  const lines = readFileSync(join(folder, 'log.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line)).flatMap(({ msg, key }) => (/^point-/.test(msg) ? [key] : []));
}
