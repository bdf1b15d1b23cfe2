import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { createShell, stubExperiment } from '../fixture.js';

const readJson = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

describe('reproduce', () => {
  test('--list shows every row beside what was published', async () => {
    const { stdout, exitCode } = await createShell().run('reproduce', '--list');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^EP-1 +average 95\.78 ± 0\.08 \(11 runs\), linear 97\.26 ± 0\.07 \(10 runs\) +/m);
    expect(stdout).toMatch(/^SUP-EP-1 +not published +/m);
    const { rows } = JSON.parse((await createShell().run('reproduce', '--list', '--json')).stdout);
    expect(rows[0]).toMatchObject({ name: 'BP-1', published: { average: { mean: 0.9578, runs: 10 } } });
  });

  test('runs rows in turn, each in a folder of its own, and puts them together', async () => {
    const out = join(temporaryFolder(), 'rows');
    const { run, calls } = createShell();
    const argv = [
      'reproduce',
      'EP-1',
      'bp-1',
      '--out',
      out,
      '--epochs',
      '3',
      '--evaluate-every',
      '2',
      '--seed',
      '4',
    ];
    const { exitCode, stdout } = await run(...argv, '--json');
    expect(exitCode).toBe(0);
    expect(
      calls.map(([{ name, seed, learning, readout }]) => [name, seed, learning.epochs, readout.every]),
    ).toEqual([
      ['EP-1', 4, 3, 2],
      ['BP-1', 4, 3, 2],
    ]);
    expect(readdirSync(out).sort()).toEqual(['BP-1', 'EP-1', 'made.txt', 'report.html', 'result.json']);
    expect(readdirSync(join(out, 'EP-1'))).toContain('config.yaml');
    const together = readJson(out, 'result.json');
    expect(JSON.parse(stdout)).toEqual(together);
    expect(together).toMatchObject({ schema: 1, name: 'reproduce', seed: 4, comparisons: [] });
    expect(Object.keys(together.config)).toEqual(['EP-1', 'BP-1']);
    expect(together.runs).toHaveLength(2);
  });

  test('prints ours beside theirs', async () => {
    const out = join(temporaryFolder(), 'rows');
    const { stdout } = await createShell().run('reproduce', 'EP-1', '--out', out);
    expect(stdout).toContain(`average   90.00    95.78 ± 0.08 (11 runs)  -5.78`);
    expect(stdout.trimEnd().endsWith(join(out, 'report.html'))).toBe(true);
  });

  test('--resume leaves finished rows alone and begins the others', async () => {
    const out = join(temporaryFolder(), 'rows');
    const { run, calls } = createShell();
    await run('reproduce', 'EP-1', '--out', out);
    const { exitCode } = await run('reproduce', 'EP-1', 'BP-1', '--out', out, '--resume');
    expect([exitCode, calls.map(([{ name }]) => name)]).toEqual([0, ['EP-1', 'BP-1']]);
    expect(readJson(out, 'result.json').runs).toHaveLength(2);
    const other = await run('reproduce', 'EP-1', '--out', out, '--resume', '--seed', '2');
    const line = `--resume: ${out} holds the result of another command or configuration (seed 1), expected one of reproduce`;
    expect([other.exitCode, other.stderr]).toEqual([2, `crossprop: ${line}\n`]);
    expect(calls).toHaveLength(2);
  });

  test.each([
    ['interrupted', 130],
    ['non-finite', 3],
  ] as const)('a row that ends as %s gives %i', async (status, expected) => {
    const out = join(temporaryFolder(), 'rows');
    const shell = createShell({ engine: { reproduce: () => stubExperiment(status) } });
    expect((await shell.run('reproduce', 'EP-1', '--out', out)).exitCode).toBe(expected);
    expect(existsSync(join(out, 'result.json'))).toBe(true);
  });

  test.each([
    [['reproduce'], 'reproduce: ROW is missing, expected a name of --list'],
    [['reproduce', 'EP-3'], 'reproduce: no row EP-3, did you mean EP-1?'],
    [['reproduce', 'NOPE'], 'reproduce: no row NOPE, expected a name of --list'],
  ])('%j makes no folder', async (argv, line) => {
    const out = join(temporaryFolder(), 'rows');
    const { exitCode, stderr } = await createShell().run(...argv, '--out', out);
    expect([exitCode, stderr]).toEqual([2, `crossprop: ${line}\n`]);
    expect(existsSync(out)).toBe(false);
  });
});

describe('train --resume', () => {
  const prepare = () => {
    const folder = temporaryFolder();
    const file = join(folder, 'ideal.yaml');
    writeFileSync(file, 'hardware: ideal');
    return { file, out: join(folder, 'run') };
  };

  test('takes the folder as it is, and lists the epochs of the run that it goes on with', async () => {
    const { file, out } = prepare();
    await createShell().run('train', file, '--out', out);
    const done = { epoch: 7, accuracy: { average: 0.5, max: null, linear: null, test: null }, seconds: 1 };
    const train = stubExperiment('completed');
    const { run } = createShell({
      engine: {
        train: (configuration, data, context) =>
          train(configuration, data, {
            ...context,
            observe: (event) =>
              context.observe(event.kind === 'run-started' ? { ...event, finished: [done] } : event),
          }),
      },
    });
    expect((await run('train', file, '--out', out, '--resume')).stdout).toContain(join(out, 'report.html'));
    const lines = readFileSync(join(out, 'metrics.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).epoch)).toEqual([7, 1]);
  });
});
