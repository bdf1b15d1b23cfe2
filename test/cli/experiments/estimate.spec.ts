import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { readyConfigurations } from '../../../src/configuration/ready/ready-configurations.js';
import { createShell } from '../fixture.js';

const folder = () => mkdtempSync(join(tmpdir(), 'estimate-'));
const quick = [
  '--set',
  'dataset.name=digits',
  'dataset.train=96',
  'dataset.test=60',
  'network.layers=[64,20]',
  'learning.target.winners=2',
  'learning.backprop.target.winners=2',
  'hardware.array.wordLineOhm=0',
  'hardware.array.bitLineOhm=0',
];

describe('estimate', () => {
  test('leaves a folder, says under which conditions, and resumes from the runs in it to the same bits', async () => {
    const { run } = await realShell();
    const out = join(folder(), 'run');
    const argv = [
      'estimate',
      'edge',
      '--executor',
      'in-process',
      '--seeds',
      '2',
      '--budget',
      '--out',
      out,
      ...quick,
    ];
    const first = await run(...argv, '--json');
    expect([first.exitCode, first.stderr.split('\n').slice(-3)]).toEqual([0, expect.anything()]);
    // What is to come is said before, and the time that is left is that of the whole command.
    const { length } = JSON.parse(first.stdout).budget.items;
    expect(first.stderr.split('\n')[0]).toBe(
      `at most 4 runs for the accuracy, ${2 + 4 * length} runs for the budget`,
    );
    expect(first.stderr).toMatch(/budget \d+ of \d+ points, at most \d+:\d\d left/);
    const result = JSON.parse(first.stdout);
    expect(result).toMatchObject({ schema: 1, kind: 'estimate', seeds: [1, 2], wires: null, failures: [] });
    expect(result.chip.values).toHaveLength(2);
    expect(result.budget.items.length).toBeGreaterThan(8);
    expect(result.runs[0].conductances.before.reduce((a: number, b: number) => a + b)).toBe(2 * 64 * 20);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(['config.yaml', 'points', 'report.html', 'result.json']),
    );
    const files = readdirSync(join(out, 'points'));
    rmSync(join(out, 'points', files[0]!));
    const again = await run(...argv, '--resume');
    expect(again.stdout).toContain('96 images to train on, 60 to test; seeds 1, 2; wires ideal');
    expect(again.stdout).toContain('Error budget, points of accuracy:');
    const timeless = (text: string) => text.replace(/"(seconds|samplesPerSecond|total)": [\d.e+-]+/g, '');
    expect(timeless(readFileSync(join(out, 'result.json'), 'utf8'))).toBe(
      timeless(`${JSON.stringify(result, null, 2)}\n`),
    );
  }, 60_000);

  test('a budget of ranks says what it knows round by round, and what was asked of it', async () => {
    const { run } = await realShell();
    const out = join(folder(), 'run');
    const argv = ['estimate', 'edge', '--executor', 'in-process', '--seeds', '2', '--budget', '--out', out];
    const { exitCode, stderr } = await run(...argv, '--ranks', '1', ...quick);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/after \d+ runs, alone: .* points\n/);
    expect(stderr).toMatch(/after \d+ runs: .* points\n/);
    const { seeds, budget } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
    // 60 test images settle nothing: all items run on both seeds.
    expect([seeds, budget.asked]).toEqual([
      [1, 2],
      { top: 1, isCertain: false, runs: 2 * (3 + 2 * budget.items.length) },
    ]);
  }, 60_000);

  test.each([
    [['estimate'], 'CONFIG is missing'],
    [['estimate', 'egde'], 'egde: no such file and no ready configuration, did you mean edge?'],
    [['estimate', 'edge', '--set', 'hardware=ideal'], 'hardware: "ideal", expected a chip to estimate'],
    [['estimate', 'edge', '--target', '2'], 'Expected an accuracy between 0 and 1'],
    [['estimate', 'edge', '--ranks', '3'], '--ranks and --time end an error budget, expected --budget too'],
    [['estimate', 'edge', '--budget', '--time', '10'], 'Expected a time above 0 such as 90s, 10m or 1h'],
    [['estimate', 'edge', '--budget', '--time', '0s'], 'Expected a time above 0 such as 90s, 10m or 1h'],
    [['estimate', 'edge', '--set', 'seeds=[]'], 'seeds'],
    [['estimate', 'edge', '--workers', '1000000000'], 'Expected a whole number from 1 to 256'],
    [['estimate', 'edge', '--threads', '257'], 'Expected a whole number from 1 to 256'],
    [['estimate', 'edge', '--executor', 'slurm'], 'Allowed choices are pool, in-process'],
  ])('%j: one line, exit 2, no folder', async (argv, said) => {
    const out = join(folder(), 'run');
    const { exitCode, stderr } = await createShell().run(...argv, '--out', out);
    expect([exitCode, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toContain(said);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('a convolutional chip is estimated without what it spends', async () => {
    const { run } = await realShell();
    const config = join(folder(), 'config.json');
    const layers = [{ conv: { channels: 2, size: 3 } }, { full: 20 }];
    const [rates, winners] = [[0.5, 2], { winners: 2 }];
    writeFileSync(
      config,
      JSON.stringify({
        dataset: { name: 'digits', train: 64, test: 60 },
        network: { layers },
        learning: {
          rule: 'backprop',
          learningRate: rates,
          dropout: [0, 0, 0],
          target: winners,
          backprop: { learningRate: rates, target: winners },
          eqprop: { strategy: 'block' },
        },
      }),
    );
    const out = join(folder(), 'run');
    const { exitCode, stdout } = await run(
      'estimate',
      config,
      '--executor',
      'in-process',
      '--seeds',
      '1',
      '--out',
      out,
      '--json',
    );
    expect([exitCode, JSON.parse(stdout).cost]).toEqual([0, null]);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('over 1 seed');
  });

  test('numbers that go non-finite end it with exit 3 and one line', async () => {
    const { run } = await realShell();
    const diverging = [
      'learning.rule=backprop',
      'network.activation=identity',
      'learning.backprop.learningRate=[1000]',
      'dataset.train=960',
    ];
    const { exitCode, stderr } = await run(
      'estimate',
      'edge',
      '--executor',
      'in-process',
      '--seeds',
      '2',
      '--out',
      join(folder(), 'run'),
      ...quick,
      ...diverging,
    );
    expect(exitCode).toBe(3);
    expect(stderr.trim().split('\n').at(-1)).toContain('seed 1: the numbers went non-finite');
  });

  test('what has been found is there before all stages have ended, and can be reported', async () => {
    const controller = new AbortController();
    const engine = await realEngine();
    let made = 0;
    // Two runs of the chip and of floats at one seed, then one of the budget.
    const createKernels = async () => () => {
      if (++made === 3) controller.abort();
      return createSimdKernels();
    };
    const { run } = createShell({ engine: { ...engine, createKernels }, signal: controller.signal });
    const out = join(folder(), 'run');
    const argv = ['estimate', 'edge', '--executor', 'in-process', '--seeds', '1', '--out', out, ...quick];
    const stopped = await run(...argv, '--budget', '--target', '0.9');
    expect(stopped.exitCode).toBe(130);
    expect(stopped.stdout).toContain('Not finished: budget, specification');
    expect(stopped.stderr).toMatch(/points, at most (-|\d+:\d\d) left/);
    const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
    expect(result).toMatchObject({ kind: 'estimate', pending: ['budget', 'specification'], budget: null });
    expect((await createShell({ engine }).run('report', out)).exitCode).toBe(0);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('Not finished: budget, specification.');
  });

  test('report says of a folder without a result how to come to one', async () => {
    const out = join(folder(), 'run');
    const controller = new AbortController();
    const engine = {
      ...(await realEngine()),
      createKernels: async () => () => {
        controller.abort();
        return createSimdKernels();
      },
    };
    const { run } = createShell({ engine, signal: controller.signal });
    await run('estimate', 'edge', '--executor', 'in-process', '--seeds', '1', '--out', out, ...quick);
    const { exitCode, stderr } = await createShell().run('report', out);
    expect([exitCode, stderr]).toEqual([
      2,
      `crossprop: ${out}: no result yet, expected a run that has come to one; the command that began it goes on with --resume\n`,
    ]);
  });

  test('an interrupt says how to go on', async () => {
    const controller = new AbortController();
    const engine = (await realEngine()) as Record<string, unknown>;
    const aborting = {
      ...engine,
      createKernels: async () => () => {
        controller.abort();
        return createSimdKernels();
      },
    };
    const { run } = createShell({ engine: aborting, signal: controller.signal });
    const out = join(folder(), 'run');
    const { exitCode, stderr } = await run(
      'estimate',
      'edge',
      '--executor',
      'in-process',
      '--out',
      out,
      ...quick,
    );
    expect(exitCode).toBe(130);
    expect(stderr).toContain(`go on with --resume --out ${out}`);
  });
});

test('every ready configuration resolves, names its sources, and is written in one file that resolves to the same', async () => {
  for (const { name, configuration, source } of readyConfigurations) {
    expect(source).toMatch(/doi|arXiv/);
    const resolved = await resolveConfiguration(configuration, { source: name });
    expect(resolved.name).toBe(name);
    const file = join(folder(), 'config.json');
    writeFileSync(file, JSON.stringify(resolved));
    expect(await resolveConfiguration(JSON.parse(readFileSync(file, 'utf8')), { source: name })).toEqual(
      resolved,
    );
  }
});

async function realEngine() {
  const { engine } = await import('../../../src/cli/shared/engine.js');
  return {
    loadDataset: engine.loadDataset,
    estimateHtml: engine.estimateHtml,
    createKernels: async () => () => createSimdKernels(),
  };
}

async function realShell() {
  return createShell({ engine: await realEngine() });
}
