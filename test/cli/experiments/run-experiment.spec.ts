import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Experiment } from '../../../src/cli/shared/engine.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { parseYaml } from '../../../src/configuration/text/parse-yaml.js';
import type { ChipSummary } from '../../../src/experiments/results/result.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { createShell, stubExperiment } from '../fixture.js';

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

describe('compare', () => {
  test('leaves a complete run folder, and prints the table and the path of the report', async () => {
    const out = join(temporaryFolder(), 'run');
    const { run, calls } = createShell();
    const { exitCode, stdout, stderr } = await run('compare', '--out', out, '--seed', '7', '--threads', '2');
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      `table of mnist-self-defined-target, color false, width 100\n${join(out, 'report.html')}\n`,
    );
    expect(readdirSync(out).sort()).toEqual([
      'config.yaml',
      'log.jsonl',
      'made.txt',
      'metrics.jsonl',
      'receptive-fields.json',
      'report.html',
      'result.json',
    ]);
    const [configuration, , context] = calls[0]!;
    expect([configuration.seed, context.createKernels().threads]).toEqual([7, 2]);
    const source = 'config.yaml';
    expect(await resolveConfiguration(parseYaml(read(out, source), source), { source })).toEqual(
      configuration,
    );
    expect(JSON.parse(read(out, 'result.json'))).toMatchObject({ schema: 1, seed: 7 });
    expect(JSON.parse(read(out, 'metrics.jsonl'))).toMatchObject({
      run: 'eqprop-chip',
      epoch: 1,
      seconds: 2,
    });
    expect(JSON.parse(read(out, 'receptive-fields.json'))[0].weights).toEqual([[0.5, -0.5]]);
    expect(read(out, 'report.html')).toBe('<p>mnist-self-defined-target 1</p>');
    const log = read(out, 'log.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(log.map(({ msg }) => msg)).toEqual(['run-started', 'epoch-ended', 'run-ended']);
    expect(stderr.endsWith('eqprop-chip completed\n')).toBe(true);
  });

  test('says on stderr what weights from a file and their programming ask for', async () => {
    const compare: Experiment = async (...of) => {
      const { result, ...rest } = await stubExperiment('completed')(...of);
      const [run] = result.runs;
      const chip = { ...run!.chip, clippedWeights: 0.7 } as ChipSummary;
      const config = { network: { layers: [784, 784, 784], weights: 'model.npz' }, learning: {} };
      return { ...rest, result: { ...result, config, runs: [{ ...run!, chip }] } };
    };
    const { stderr } = await createShell({ engine: { compare } }).run(
      'compare',
      '--out',
      join(temporaryFolder(), 'run'),
    );
    expect(stderr.trim().split('\n').slice(-3)).toEqual([
      expect.stringMatching(/^All layers in model.npz are square/),
      expect.stringMatching(/^By rule eqprop the network relaxes/),
      'eqprop-chip: Programming clipped 70 % of weights to what their devices can hold.',
    ]);
  });

  test('--json prints the result and nothing else', async () => {
    const out = join(temporaryFolder(), 'run');
    const { stdout, stderr } = await createShell().run('compare', '--json', '--out', out);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(read(out, 'result.json')));
    expect(stderr).toContain(join(out, 'report.html'));
  });

  test('runs a file with values replaced; what follows --set without "=" is the file', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'chip.yaml');
    writeFileSync(file, 'name: chip\ndataset: {train: 9}');
    const { run, calls } = createShell();
    const set = ['--set', 'dataset.train=5', 'dataset.test=4'];
    await run('compare', file, '--out', join(folder, 'a'), ...set, '--path', 'x: y');
    await run('compare', '--out', join(folder, 'b'), ...set, file);
    expect(calls.map(([{ name, dataset }]) => ({ ...dataset, name }))).toMatchObject([
      { name: 'chip', train: 5, test: 4, path: 'x: y' },
      { name: 'chip', train: 5, test: 4 },
    ]);
  });

  test('appends a number to a folder in use, and overwrites it with --force', async () => {
    const out = join(temporaryFolder(), 'run');
    const { run } = createShell();
    await run('compare', '--out', out);
    expect((await run('compare', '--out', out)).stdout).toContain(join(`${out}-2`, 'report.html'));
    expect((await run('compare', '--out', out, '--force')).stdout).toContain(join(out, 'report.html'));
  });
});

describe('exit codes', () => {
  test.each([
    ['completed', 0],
    ['failed', 1],
    ['non-finite', 3],
    ['interrupted', 130],
  ] as const)('a run that ends as %s gives %i, with its result written', async (status, expected) => {
    const out = join(temporaryFolder(), 'run');
    const engine = { compare: stubExperiment(status) };
    const { exitCode } = await createShell({ engine }).run('compare', '--out', out);
    expect(exitCode).toBe(expected);
    expect(JSON.parse(read(out, 'result.json')).runs[0].status).toBe(status);
  });

  test('a signal gives 130, whether it comes in a run or between two', async () => {
    for (const status of ['interrupted', 'completed'] as const) {
      const abort = new AbortController();
      const compare: Experiment = async (configuration, data, context) => {
        abort.abort();
        expect(context.signal?.aborted).toBe(true);
        return stubExperiment(status)(configuration, data, context);
      };
      const shell = createShell({ engine: { compare }, signal: abort.signal });
      const out = join(temporaryFolder(), 'run');
      expect((await shell.run('compare', '--out', out)).exitCode).toBe(130);
      expect(existsSync(join(out, 'result.json'))).toBe(true);
    }
  });

  test('an error of the experiment is one line and 1, its stack shown only for DEBUG=crossprop', async () => {
    const compare = async () => {
      throw new RangeError('the array\n  is gone');
    };
    const lines = async (env: Record<string, string>) => {
      const shell = createShell({ engine: { compare }, env });
      const { exitCode, stdout, stderr } = await shell.run(
        'compare',
        '--out',
        join(temporaryFolder(), 'run'),
      );
      expect([exitCode, stdout]).toEqual([1, '']);
      return stderr;
    };
    expect(await lines({})).toBe('crossprop: the array is gone\n');
    expect(await lines({ DEBUG: 'crossprop' })).toMatch(
      /^crossprop: the array is gone\nRangeError: .*\n.* at /s,
    );
  });
});

describe('a wrong configuration makes no folder', () => {
  const cases: [name: string, text: string | null, argv: string[], line: string][] = [
    [
      'unknown key',
      'hardware: {reed: {}}',
      [],
      'FILE: hardware.reed: unknown key, did you mean hardware.read?',
    ],
    [
      'wrong --set',
      'seed: 1',
      ['--set', 'learning.epochs=-1'],
      'FILE with --set: learning.epochs: -1, expected a whole number in [0, 1000000]',
    ],
    ['empty file', '', [], 'FILE: empty, expected a mapping of configuration keys'],
    ['no file', null, [], 'FILE: ENOENT, expected a readable YAML or JSON file'],
    [
      'wrong size',
      'network: {layers: [64, 2000]}',
      [],
      'FILE: network.layers[0]: 64, expected 784, the pixels of an image of mnist',
    ],
    [
      'too many images',
      'dataset: {train: 21}',
      [],
      'FILE: dataset.train: 21, expected at most the 20 images there are',
    ],
    [
      'levels for a rule that cannot learn the network',
      'learning: {rule: backprop}\nnetwork: {activation: relu}\ncompare: {vary: read.noise, values: [0], rules: [backprop, eqprop]}',
      [],
      'FILE: network.activation: "relu", expected hard-sigmoid, the neurons of eqprop',
    ],
    [
      'levels for a rule that cannot learn on the chip',
      'learning: {backprop: {optimizer: adam}}\ncompare: {vary: read.noise, values: [0], rules: [eqprop, backprop]}',
      [],
      'FILE: learning.optimizer: "adam", expected sgd, or hardware: ideal or hardware.training: transfer, which adam needs',
    ],
  ];
  test.each(cases)('%s', async (_name, text, argv, line) => {
    const folder = temporaryFolder();
    const file = join(folder, 'chip.yaml');
    if (text !== null) writeFileSync(file, text);
    const out = join(folder, 'run');
    const { exitCode, stdout, stderr } = await createShell().run('compare', file, '--out', out, ...argv);
    expect([exitCode, stdout, stderr]).toEqual([2, '', `crossprop: ${line.replace('FILE', file)}\n`]);
    expect(existsSync(out)).toBe(false);
  });

  test('nor does one stopped while it reads', async () => {
    const out = join(temporaryFolder(), 'run');
    expect((await createShell({ signal: AbortSignal.abort() }).run('compare', '--out', out)).exitCode).toBe(
      130,
    );
    expect(existsSync(out)).toBe(false);
  });
});

test('train needs a file', async () => {
  const { exitCode, stderr } = await createShell().run('train', '--seed', '1');
  expect([exitCode, stderr]).toEqual([
    2,
    'crossprop: train: CONFIG is missing, expected a YAML or JSON file\n',
  ]);
});

describe('progress', () => {
  test('is a line every 10 % where stderr is no terminal', async () => {
    const { stderr } = await createShell().run('compare', '--out', join(temporaryFolder(), 'run'));
    const lines = stderr.trim().split('\n');
    expect(lines).toHaveLength(11);
    // Two images in three events, 18 to go; twenty in 21.
    expect(lines[0]).toBe('eqprop-chip train 10 %, 1 images/s, 0:14 left of this stage');
    expect(lines[9]).toBe('eqprop-chip train 100 %, 2 images/s, 0:00 left of this stage');
  });

  test('is a bar on a terminal, and the table has colours unless NO_COLOR forbids', async () => {
    const out = join(temporaryFolder(), 'run');
    const { stdout, stderr } = await createShell({ isTTY: true }).run('compare', '--out', out);
    expect(stderr).toContain('eqprop-chip train');
    expect(stderr).toContain('100 %, 2 images/s, 0:00 left of this stage');
    expect(stdout).toContain('color true');
    const plain = createShell({ isTTY: true, env: { NO_COLOR: '1' } });
    expect((await plain.run('compare', '--out', out)).stdout).toContain('color false');
  });
});

test('--out in a folder that does not exist yet makes it', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a'));
  expect((await createShell().run('compare', '--out', join(folder, 'a', 'b', 'c'))).exitCode).toBe(0);
});
