import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeMade } from '../../../src/runs/made-files.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { createShell } from '../fixture.js';

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

describe('report', () => {
  test('rebuilds the page from the folder', async () => {
    const out = join(temporaryFolder(), 'run');
    const { run } = createShell();
    await run('compare', '--out', out);
    const page = read(out, 'report.html');
    writeFileSync(join(out, 'report.html'), '');
    expect(await run('report', out)).toEqual({
      exitCode: 0,
      stdout: `${join(out, 'report.html')}\n`,
      stderr: '',
    });
    expect(read(out, 'report.html')).toBe(page);
    expect(JSON.parse((await run('report', out, '--json')).stdout)).toEqual({
      report: join(out, 'report.html'),
    });
  });

  test.each([
    [null, 'ENOENT, expected a readable JSON file of a run folder'],
    ['{"schema": 2}', 'expected the result of a run or a sweep, with "schema": 1'],
    ['null', 'expected the result of a run or a sweep, with "schema": 1'],
  ])('refuses a folder whose result.json is %s', async (text, line) => {
    const folder = temporaryFolder();
    const file = join(folder, 'result.json');
    if (text !== null) writeFileSync(file, text);
    const { exitCode, stderr } = await createShell().run('report', folder);
    expect([exitCode, stderr]).toEqual([2, `crossprop: ${file}: ${line}\n`]);
  });
});

describe('--resume goes on with results of its own command alone', () => {
  const estimated = { schema: 1, kind: 'estimate', runs: [{ id: 'eqprop-chip' }] };
  const compared = { schema: 1, runs: [{ id: 'backprop-ideal' }, { id: 'eqprop-chip' }] };
  const levels = ['--set', 'compare={vary: read.noise, values: [0], rules: [eqprop]}'];
  const foreign: [holds: object, argv: string[], found: string, command: string][] = [
    [compared, ['train', 'FILE'], 'runs backprop-ideal', 'train'],
    [estimated, ['train', 'FILE'], 'kind estimate', 'train'],
    [estimated, ['compare', 'FILE'], 'kind estimate', 'compare'],
    [compared, ['compare', 'FILE', '--set', 'hardware=ideal'], 'runs eqprop-chip', 'compare'],
    [compared, ['compare', 'FILE', ...levels], 'runs backprop-ideal, eqprop-chip', 'compare with levels'],
    [compared, ['estimate', 'FILE'], 'runs backprop-ideal, eqprop-chip', 'estimate'],
    [estimated, ['sweep', 'FILE', '--set', 'sweep={grid: {seed: [1, 2]}}'], 'kind estimate', 'sweep'],
    [compared, ['reproduce', 'EP-1'], 'runs backprop-ideal, eqprop-chip', 'reproduce'],
  ];
  const prepare = (holds: string) => {
    const [folder, out] = [temporaryFolder(), temporaryFolder()];
    writeMade(out);
    writeFileSync(join(out, 'result.json'), holds);
    writeFileSync(join(folder, 'chip.yaml'), 'seed: 1');
    return { file: join(folder, 'chip.yaml'), out };
  };

  test.each(foreign)('%j is refused by %j, and nothing changed', async (holds, argv, found, command) => {
    const { file, out } = prepare(JSON.stringify(holds));
    const words = argv.map((word) => word.replace('FILE', file));
    const { exitCode, stderr } = await createShell().run(...words, '--out', out, '--resume');
    const line = `--resume: ${out} holds the result of another command or configuration (${found}), expected one of ${command}`;
    expect([exitCode, stderr]).toEqual([2, `crossprop: ${line}\n`]);
    expect(readdirSync(out)).toEqual(['made.txt', 'result.json']);
    expect(JSON.parse(read(out, 'result.json'))).toEqual(holds);
  });

  test.each([
    ['its own', JSON.stringify({ schema: 1, runs: [{ id: 'eqprop-chip' }] })],
    ['half a file', '{"schema": 1, "kind": "est'],
    ['no result', 'null'],
  ])('what holds %s is resumed', async (_, holds) => {
    const { file, out } = prepare(holds);
    expect((await createShell().run('train', file, '--out', out, '--resume')).exitCode).toBe(0);
    expect(JSON.parse(read(out, 'result.json')).runs).toHaveLength(1);
  });
});
