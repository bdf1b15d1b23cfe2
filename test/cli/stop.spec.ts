import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { entryFile } from '../../src/data/package-root.js';
import { temporaryFolder } from '../runs/temporary-folder.js';

// Laws: a command that computes without a turn of its event loop says so, and ends at a signal;
// what it has not begun to save is no reason to wait. The bounds are about hanging, not about
// speed.
const main = entryFile('#main');
const hangingMs = 30_000;

const matrix = (rows: number, cols: number) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => 1 + ((7 * i + 3 * j) % 11)));

type File = readonly [name: string, content: () => string];

/** Minutes of work each, or without an end. */
const commands: readonly (readonly [signal: NodeJS.Signals, argv: readonly string[], file: File])[] = [
  ['SIGINT', ['devices', 'check', './loop.mjs'], ['loop.mjs', () => 'for (;;) {}\n']],
  ['SIGTERM', ['devices', 'fit', 'long.csv'], ['long.csv', longCsv]],
  ['SIGHUP', ['network', 'solve', 'network.json'], ['network.json', largeNetwork]],
  ['SIGINT', ['crossbar', 'solve', 'array.json'], ['array.json', largeArray]],
  ['SIGTERM', ['train', 'large.json', '--out', 'run'], ['large.json', largeChip]],
];

/** Runs in other threads, whose points take minutes. */
const runs: readonly (readonly [said: RegExp, argv: readonly string[], file: File])[] = [
  [
    /sweep 0 of 2 points/,
    ['sweep', 'sweep.json', '--out', 'run', '--workers', '1'],
    ['sweep.json', largeSweep],
  ],
  [
    /accuracy 0 of \d+ points/,
    ['estimate', 'large.json', '--out', 'run', '--workers', '1'],
    ['large.json', largeChip],
  ],
];

it.each(runs)('%s is shown, and one Ctrl-C ends %j', async (said, argv, file) => {
  const { child, told } = start(argv, file);
  await told(said);
  child.kill('SIGINT');
  expect(await ended(child)).toEqual({ code: 130, signal: null });
});

it.each(commands)('%s ends %j, which says that it computes', async (signal, argv, file) => {
  const { child, told } = start(argv, file);
  await told(/computing, \d+:\d\d since the start/);
  child.kill(signal);
  expect(await ended(child)).toEqual({ code: 130, signal: null });
});

it('a second signal ends at once a command that saves what it has', async () => {
  const { child, told } = start(['train', 'large.json', '--out', 'run'], ['large.json', largeChip]);
  await told(/computing/);
  child.kill('SIGINT');
  child.kill('SIGTERM');
  expect(await ended(child)).toEqual({ code: 130, signal: null });
});

it('a heap that is full is one line and exit code 1', async () => {
  const env = { ...process.env, NODE_OPTIONS: '--max-old-space-size=40' };
  const { child, text } = start(['crossbar', 'solve', 'array.json'], ['array.json', largeArray], env);
  expect(await ended(child)).toEqual({ code: 1, signal: null });
  expect(text()).toMatch(/^crossprop: out of memory: \d+ MB are not enough, .*\n$/m);
});

function start(argv: readonly string[], [name, content]: File, env = process.env) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), content());
  const child = spawn(process.execPath, [main, ...argv], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let all = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    all += chunk;
  });
  const told = async (pattern: RegExp) => {
    while (!pattern.test(all)) {
      if (child.exitCode !== null)
        throw new Error(`ended with ${child.exitCode} before it said ${pattern}: ${all}`);
      await Promise.race([once(child.stderr, 'data'), once(child, 'exit')]);
    }
  };
  return { child, told, text: () => all };
}

/** Kills what does not end. */
async function ended(child: ChildProcess) {
  const timer = setTimeout(() => child.kill('SIGKILL'), hangingMs);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  clearTimeout(timer);
  return { code: child.exitCode, signal: child.signalCode };
}

function longCsv(): string {
  const points = (device: number, direction: string) =>
    Array.from({ length: 400 }, (_, pulse) => {
      const level = direction === 'up' ? pulse : 400 - pulse;
      const scatter = ((device * 31 + pulse * 17) % 13) / 130;
      return `d${device},${direction},${pulse},${1e-6 * (1 + level / 100 + scatter)}`;
    });
  const rows = Array.from({ length: 300 }, (_, d) => [...points(d, 'up'), ...points(d, 'down')]).flat();
  return `device,direction,pulse,conductanceS\n${rows.join('\n')}\n`;
}

function largeNetwork(): string {
  return JSON.stringify({
    energy: 'resistive',
    weights: [matrix(1200, 2), matrix(1200, 1200), matrix(1, 1200)],
    inputs: [[0.5]],
    targets: [[0.2]],
    beta: 0.1,
  });
}

function largeArray(): string {
  return JSON.stringify({
    resistanceOhm: matrix(1000, 1000),
    voltageV: Array.from({ length: 50 }, () => new Array(1000).fill(0.2)),
    wordLineOhm: 1,
    bitLineOhm: 2,
  });
}

function largeChip(): string {
  return JSON.stringify({
    dataset: { name: 'digits', train: 100, test: 50 },
    network: { layers: [64, 4096, 4096, 10] },
    learning: { epochs: 0, target: { winners: 3 } },
    hardware: { device: { preset: 'reram-array-om' } },
  });
}

function largeSweep(): string {
  return JSON.stringify({ ...JSON.parse(largeChip()), sweep: { grid: { seed: [1, 2] } } });
}
