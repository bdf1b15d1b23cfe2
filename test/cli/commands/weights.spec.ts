import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTensorFile } from '../../../src/data/readers/tensor-file.js';
import { result } from '../../report/sample-result.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { createShell } from '../fixture.js';

const example = 'docs/examples/mlp.safetensors';

it('weights show names arrays, shapes and ranges', async () => {
  const { exitCode, stdout } = await createShell().run('weights', 'show', example, '--json');
  expect(exitCode).toBe(0);
  const { arrays } = JSON.parse(stdout);
  expect(arrays.map(({ name, shape }: { name: string; shape: number[] }) => [name, shape])).toEqual([
    ['0.weight', [32, 64]],
    ['0.bias', [32]],
    ['2.weight', [10, 32]],
    ['2.bias', [10]],
  ]);
  expect((await createShell().run('weights', 'show', example)).stdout).toMatch(/0\.weight +32 x 64 +-\d/);
});

it('weights convert keeps every bit from format to format', async () => {
  const folder = temporaryFolder();
  const [npz, back, one] = ['a.npz', 'a.safetensors', 'a.npy'].map((name) => join(folder, name));
  const shell = createShell();
  expect((await shell.run('weights', 'convert', example, npz)).stdout).toBe(`${npz}\n`);
  await shell.run('weights', 'convert', npz, back);
  expect(readTensorFile(back)).toEqual(readTensorFile(example));
  expect((await shell.run('weights', 'convert', npz, one, '--only', '2.bias')).exitCode).toBe(0);
  expect([...readTensorFile(one).values()]).toEqual([readTensorFile(example).get('2.bias')]);
});

it.each([
  [['show', 'nowhere.npz'], 'nowhere.npz: ENOENT, expected a readable file'],
  [['show', 'README.md'], 'README.md: expected a file that ends in .npz, .safetensors, .npy'],
  [['convert', example, '/tmp/x.npy'], '/tmp/x.npy: 4 arrays, expected one'],
  [['convert', example, '/nowhere/x.npz'], '/nowhere/x.npz: ENOENT, expected a file that can be written'],
  [['convert', example, '/tmp/x.npy', '--only', 'w'], '--only w: expected an array of'],
])('weights %j is one line and exit code 2', async (argv, message) => {
  const { exitCode, stderr } = await createShell().run('weights', ...argv);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr.trim()).not.toContain('\n');
});

it('export gives a line per run, as CSV or JSON', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'result.json'), JSON.stringify(result({ name: 'a "name", quoted' })));
  const { stdout } = await createShell().run('export', folder, folder);
  const [header, ...lines] = stdout.trim().split('\n');
  expect(header).toMatch(/^name,run,rule,/);
  expect(lines).toHaveLength(6);
  expect(lines[2]).toMatch(/^"a ""name"", quoted",eqprop-chip,eqprop,unsupervised,chip,1,completed,0\.871,/);
  expect(lines[2]).toContain(',eqprop-ideal,-0.023,-0.029,-0.017,');
  const out = join(folder, 'runs.jsonl');
  await createShell().run('export', folder, '--as', 'jsonl', '--out', out);
  const rows = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ run, average }) => [run, average])).toEqual(
    result().runs.map(({ id, accuracy }) => [id, accuracy.average]),
  );
});

it('export refuses a folder without a result and an unknown format', async () => {
  const folder = temporaryFolder();
  expect((await createShell().run('export', folder)).exitCode).toBe(2);
  expect((await createShell().run('export', folder, '--as', 'xml')).exitCode).toBe(2);
});

it('--save-weights hands the experiment a place for them', async () => {
  const out = join(temporaryFolder(), 'run');
  const shell = createShell();
  await shell.run('compare', '--out', out, '--save-weights');
  const [, , { keepWeights }] = shell.calls[0];
  keepWeights!('eqprop-chip-1', new Map([['0.weight', { shape: [1], data: Float32Array.of(0.5) }]]));
  expect(readTensorFile(join(out, 'weights/eqprop-chip-1.safetensors')).get('0.weight')!.data).toEqual(
    Float32Array.of(0.5),
  );
  await shell.run('compare', '--out', join(out, 'other'));
  expect(shell.calls[1][2].keepWeights).toBeUndefined();
});
