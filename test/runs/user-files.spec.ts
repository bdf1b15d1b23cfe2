import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSimdKernels } from '../../crossbar/index.js';
import { createShell } from '../cli/fixture.js';
import { temporaryFolder } from './temporary-folder.js';

// Law: no command overwrites or removes a file that no run has made, whatever its name is. It works
// beside it, or is refused in one line with everything as it was.
const names = fc.constantFrom(
  'config.yaml',
  'result.json',
  'metrics.jsonl',
  'log.jsonl',
  'report.html',
  'progress.json',
  'made.txt',
  'lock',
  'notes.txt',
  '.hidden',
  '.draft.tmp',
  '.config.yaml.123.tmp',
  '.lock',
  'receptive-fields.json',
  'sweep.sbatch',
  'weights/mine.npz',
  'weights/eqprop-chip-1.safetensors',
  'weights/.a.1.tmp',
  'checkpoint/notes',
  'checkpoint/a.1.bin',
  'points/mine.json',
  'points/notes/a',
  'slurm-1-2.out',
  'a/config.yaml',
);
const files = fc.uniqueArray(names, { maxLength: 4 });

const chip = 'dataset: {name: digits, train: 20, test: 20}\nnetwork: {layers: [64, 10]}\nhardware: ideal\n';
const commands: readonly (readonly [string, string])[] = [
  ['train', 'chip.yaml'],
  ['compare', 'chip.yaml'],
  ['sweep', 'sweep.yaml'],
];
const ways: readonly (readonly string[])[] = [[], ['--resume'], ['--force']];

test.each(commands)(
  '%s',
  async (command, configuration) => {
    const property = async (before: string[], after: string[], way: readonly string[]) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'chip.yaml'), chip);
      writeFileSync(join(folder, 'sweep.yaml'), `${chip}sweep: {grid: {seed: [1]}}\n`);
      const out = join(folder, 'out');
      const kernels = { createKernels: async () => () => createSimdKernels() };
      const { loadDataset } = (await import('../../src/cli/shared/engine.js')).engine;
      const { run } = createShell({ engine: { ...kernels, loadDataset } });
      const saving = command === 'sweep' ? ['--executor', 'in-process'] : ['--save-weights'];
      const runIn = (...more: readonly string[]) =>
        run(command, join(folder, configuration), '--out', out, ...saving, ...more);
      const mine = new Map<string, string>();
      const put = (name: string) => {
        const file = join(out, name);
        if (existsSync(file)) return;
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, `mine: ${name}`);
        mine.set(name, `mine: ${name}`);
      };
      mkdirSync(out);
      before.forEach(put);
      const first = await runIn(...way);
      after.forEach(put);
      const here = filesIn(out);
      const second = await runIn(...way);
      for (const { exitCode, stderr } of [first, second]) {
        expect([0, 2]).toContain(exitCode);
        if (exitCode === 2) expect(stderr.trim().split('\n')).toHaveLength(1);
      }
      if (second.exitCode === 2) expect(filesIn(out)).toEqual(here);
      for (const [name, text] of mine)
        expect([name, readFileSync(join(out, name), 'utf8')]).toEqual([name, text]);
    };
    const numRuns = command === 'sweep' ? 12 : 20;
    await fc.assert(fc.asyncProperty(files, files, fc.constantFrom(...ways), property), { numRuns, seed: 1 });
  },
  240_000,
);

/** The text of every file, by its path. */
function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    join(folder, name),
  );
  const found = entries.filter((file) => statSync(file).isFile());
  return Object.fromEntries(found.map((file) => [relative(folder, file), readFileSync(file, 'latin1')]));
}

test('--force removes all that runs have made, and what is empty then', async () => {
  const out = join(temporaryFolder(), 'out');
  const { run } = createShell();
  await run('compare', '--out', out, '--save-weights');
  expect((await run('compare', '--out', out, '--force')).exitCode).toBe(0);
  expect(readdirSync(dirname(out))).toEqual(['out']);
});

test('a finished run is not overwritten by --resume with another seed or configuration, and may train for longer', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'chip.yaml');
  writeFileSync(file, 'seed: 1');
  const out = join(folder, 'run');
  const { run } = createShell();
  const resume = (...more: string[]) => run('train', file, '--out', out, '--resume', ...more);
  await resume();
  const before = filesIn(out);
  const line = (path: string, there: string, here: string) =>
    `crossprop: --resume: ${join(out, 'config.yaml')}: ${path}: ${there}, expected ${here} as now; name another --out, or begin anew with --force\n`;
  const refused: [argv: string[], line: string][] = [
    [['--seed', '2'], line('seed', '1', '2')],
    [['--set', 'seeds=[2, 3]'], line('seed', '1', '2, 3')],
    [['--set', 'learning.batchSize=8'], line('learning.batchSize', '16', '8')],
    [['--set', 'hardware.read.noise=0.5'], line('hardware.read.noise', '0.01', '0.5')],
  ];
  for (const [argv, said] of refused) {
    const { exitCode, stderr } = await resume(...argv);
    expect([exitCode, stderr]).toEqual([2, said]);
    expect(filesIn(out)).toEqual(before);
  }
  for (const argv of [
    ['--set', 'learning.epochs=9'],
    ['--set', 'name=other'],
    ['--set', 'seeds=[1, 2]'],
  ]) {
    expect([argv, (await resume(...argv)).exitCode]).toEqual([argv, 0]);
  }
});

test('a folder that another version made is resumed where that is accepted', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'chip.yaml');
  writeFileSync(file, 'seed: 1');
  const out = join(folder, 'run');
  const { run } = createShell();
  await run('train', file, '--out', out);
  const made = join(out, 'made.txt');
  writeFileSync(made, readFileSync(made, 'utf8').replace(/crossprop \S+/, 'crossprop 0.0.9'));
  const refused = await run('train', file, '--out', out, '--resume');
  expect([refused.exitCode, refused.stderr]).toEqual([
    2,
    expect.stringMatching(
      /^crossprop: --resume: \S+ was made by crossprop 0\.0\.9, expected \S+; --accept-version/,
    ),
  ]);
  expect((await run('train', file, '--out', out, '--resume', '--accept-version')).exitCode).toBe(0);
});
