import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import { createDeviceModules } from '../../../src/cli/shared/device-modules.js';
import { engine } from '../../../src/cli/shared/engine.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { createTask, parseTask } from '../../../src/experiments/tasks/task.js';
import { checkDeviceModule } from '../../../src/runs/threads/device-check.js';
import { createThreadedKernels } from '../../../src/runs/threads/kernel-threads.js';
import { runOf, weightsOf } from '../../experiments/run-fixture.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { withoutTimes } from '../../runs/without-times.js';
import { createShell } from '../fixture.js';

const ownBounds = readFileSync('test/cli/devices/modules/own-bounds.mjs', 'utf8');
const parameters = '{gMinS: 1 uS, gMaxS: 1.0e-4, states: 1000}';

/** The whole program, in this thread; what loops for ever does so for a second. */
const { run } = createShell({
  engine: {
    ...engine,
    createKernels: async () => () => createSimdKernels(),
    checkDeviceModule: (path, options) => checkDeviceModule(path, { ...options, limitSec: 1 }),
  },
});

/** A folder with a configuration of 64-40 on the digits that names a module beside it. */
function createFolder(text = ownBounds, more = '') {
  const folder = temporaryFolder();
  const [config, module, out] = ['own.yaml', 'mine.mjs', 'run'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(module, text);
  writeFileSync(join(folder, 'other.mjs'), '');
  writeFileSync(
    config,
    `dataset: {name: digits, train: 96, test: 60}
network: {layers: [64, 40]}
learning: {target: {winners: 3}, backprop: {target: {winners: 3}}}
hardware: {device: {module: ./mine.mjs, parameters: ${parameters}}}
${more}`,
  );
  return { config, module, out };
}

const resultIn = (out: string) => JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));

const chipOf = (device: object, modules = createDeviceModules(undefined, engine)) =>
  resolveConfiguration(
    {
      dataset: { name: 'digits', train: 200, test: 100 },
      network: { layers: [64, 40] },
      learning: { target: { winners: 3 }, backprop: { target: { winners: 3 } } },
      hardware: { device },
    },
    { modules },
  );

const exact = { gMinS: 1e-6, gMaxS: 1e-4, states: 1000 };

it('a file that repeats soft-bounds learns as soft-bounds does, to the bit', async () => {
  const { module } = createFolder();
  const own = await runOf(await chipOf({ module, parameters: exact }));
  const still = { deviceVariation: { step: 0, bounds: 0 }, cycleNoise: 0, upDownAsymmetry: 0 };
  const listed = await runOf(await chipOf({ model: 'soft-bounds', ...exact, ...still }));
  expect(own.result.accuracy).toEqual(listed.result.accuracy);
  expect(weightsOf(own)).toEqual(weightsOf(listed));
  const other = await runOf(await chipOf({ module, parameters: { ...exact, states: 300 } }));
  expect(weightsOf(other)).not.toEqual(weightsOf(own));
});

it('a configuration with a file resolves to itself, its path absolute', async () => {
  const { module } = createFolder();
  const configuration = await chipOf({ module, parameters: { ...exact, gMinS: '1 uS' } });
  expect(configuration.hardware).toMatchObject({ device: { module, parameters: exact } });
  const modules = createDeviceModules(undefined, engine);
  expect(await resolveConfiguration(configuration, { modules })).toEqual(configuration);
});

it('one and two threads train it to the same bits', async () => {
  const results = [1, 2].map(async (threads) => {
    const { config, out } = createFolder();
    const shell = createShell({
      engine: { ...engine, createKernels: async () => () => createThreadedKernels(threads) },
    });
    expect(await shell.run('train', config, '--out', out, '--save-weights')).toMatchObject({ exitCode: 0 });
    return readFileSync(join(out, 'receptive-fields.json'), 'utf8');
  });
  const [one, two] = await Promise.all(results);
  expect(two).toBe(one);
});

it('train names the file and keeps its hash; another content is not resumed', async () => {
  const { config, module, out } = createFolder();
  expect(await run('train', config, '--out', out)).toMatchObject({ exitCode: 0 });
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('mine.mjs');
  const { inputs } = resultIn(out);
  expect(inputs['hardware.device.module']).toMatch(/^[0-9a-f]{64}$/);
  expect(await run('train', config, '--out', out, '--resume')).toMatchObject({ exitCode: 0 });
  const before = readFileSync(join(out, 'result.json'), 'utf8');
  writeFileSync(module, `${ownBounds}// changed\n`);
  const { exitCode, stderr } = await run('train', config, '--out', out, '--resume');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^crossprop: [^\n]*made with another hardware\.device\.module \(SHA-256 [^\n]*\n$/);
  expect(stderr).toContain(inputs['hardware.device.module']);
  expect(readFileSync(join(out, 'result.json'), 'utf8')).toBe(before);
});

it('compare takes it', async () => {
  const { config, out } = createFolder();
  expect(await run('compare', config, '--out', out)).toMatchObject({ exitCode: 0 });
});

it('estimate takes it, and its error budget', async () => {
  const { config, out } = createFolder();
  const small = ['--set', 'dataset={name: digits, train: 24, test: 24}', 'learning.epochs=1'];
  const budget = ['--budget', '--seeds', '1', '--executor', 'in-process'];
  expect(await run('estimate', config, ...small, ...budget, '--out', out)).toMatchObject({ exitCode: 0 });
});

it('the pool and this thread run the points of a sweep alike; a changed file is refused', async () => {
  const { config, module, out } = createFolder(
    ownBounds,
    'sweep: {grid: {hardware.device.parameters.states: [100, 500]}}\n',
  );
  const sweep = (folder: string, executor: string, ...more: string[]) =>
    run('sweep', config, '--out', folder, '--executor', executor, ...more);
  expect(await sweep(out, 'in-process')).toMatchObject({ exitCode: 0 });
  expect(await sweep(`${out}-pool`, 'pool', '--workers', '1')).toMatchObject({ exitCode: 0 });
  expect(withoutTimes(resultIn(`${out}-pool`))).toEqual(withoutTimes(resultIn(out)));
  writeFileSync(module, `${ownBounds}// changed\n`);
  const { exitCode, stderr } = await sweep(out, 'in-process', '--resume');
  expect([exitCode, stderr.trim().split('\n').length]).toEqual([2, 1]);
  expect(stderr).toContain('made with another hardware.device.module (SHA-256 ');
});

const bad: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ['no export', '', /mine\.mjs: no default export and no `model`, expected/],
  ['an export that is no device', 'export default 3;', /mine\.mjs: name is no string, expected/],
  ['a throw at import', "throw new Error('gone');", /mine\.mjs: gone, expected a JavaScript module/],
  ['a throw of nothing', 'throw null;', /mine\.mjs: null, expected a JavaScript module/],
  ['no JavaScript', 'export default {', /mine\.mjs: .*, expected a JavaScript module/],
  ['a loop at import', 'for (;;);', /mine\.mjs: import: no end within 1 s/],
  [
    'a loop in create',
    ownBounds.replace('const stepS', 'for (;;); const stepS'),
    /mine\.mjs: create: no end/,
  ],
  [
    'a loop in a pulse',
    ownBounds.replace('let now = ', 'for (;;); let now = '),
    /mine\.mjs: stays-in-bounds: no end within 1 s/,
  ],
  [
    'a broken law',
    ownBounds.replace('now = Math.min(Math.max(f(now + change), low), high)', 'now = f(now + 1)'),
    /mine\.mjs: it breaks stays-in-bounds: device 0 reads/,
  ],
  ['the end of its process', 'process.exit(0);', /mine\.mjs: import: the file ends the process/],
  [
    'other files',
    `import './other.mjs';\n${ownBounds}`,
    /mine\.mjs: imports \.\/other\.mjs, expected one file/,
  ],
  [
    'fields of other names',
    ownBounds.replaceAll('states', 'pulses'),
    /hardware\.device\.parameters\.pulses: nothing, expected a number/,
  ],
  [
    'a model that is none',
    'export default { name: "a", fields: {}, example: {}, create: () => ({ name: "a" }) };',
    /mine\.mjs: create: parameters is no object, expected a DeviceModel/,
  ],
];

it('parameters that are missing, some or all, are named with their path', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'mine.mjs'), ownBounds);
  for (const device of ['{module: ./mine.mjs}', '{module: ./mine.mjs, parameters: {gMinS: 1 uS}}']) {
    const file = join(folder, 'chip.yaml');
    writeFileSync(
      file,
      `dataset: {name: digits}\nnetwork: {layers: [64, 10]}\nhardware: {device: ${device}}\n`,
    );
    const out = join(folder, 'out');
    const { exitCode, stderr } = await createShell({ engine }).run('train', file, '--out', out);
    expect([exitCode, existsSync(out)]).toEqual([2, false]);
    expect(stderr).toMatch(
      /^crossprop: .*hardware\.device\.parameters\.gM\w+S: nothing, expected a number.*\n$/,
    );
  }
});

it.each(bad)('%s is one line and 2, and nothing is written', async (_what, text, said) => {
  const { config, out } = createFolder(text);
  const { exitCode, stderr } = await run('train', config, '--out', out);
  expect(stderr).toMatch(said);
  expect(stderr).toMatch(/^crossprop: [^\n]*\n$/);
  expect([exitCode, existsSync(out)]).toEqual([2, false]);
});

it.each([
  ['compare', []],
  ['estimate', ['--budget']],
] as const)('%s refuses a file that breaks a law as train does', async (command, options) => {
  const { config, out } = createFolder(ownBounds.replace('let now = ', 'let now = 1 + '));
  const { exitCode, stderr } = await run(command, config, ...options, '--out', out);
  expect(stderr).toMatch(/^crossprop: hardware\.device\.module: [^\n]*mine\.mjs: it breaks [^\n]*\n$/);
  expect([exitCode, existsSync(out)]).toEqual([2, false]);
});

it.each([
  ['bullmq', {}, 'with --executor bullmq'],
  ['slurm', {}, 'with --executor slurm'],
  ['in-process', { SLURM_ARRAY_TASK_ID: '0' }, 'in a task of a Slurm array'],
] as const)('a sweep on %s loads no file of its user (%j)', async (executor, env, place) => {
  // What is imported leaves a trace.
  const trace = join(temporaryFolder(), 'trace');
  const text = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(trace)}, '');\n${ownBounds}`;
  for (const varied of ['seed: [1, 2]', 'hardware.device: [{model: soft-bounds}, {module: /mine.mjs}]']) {
    const { config, out } = createFolder(text, `sweep: {grid: {${varied}}}\n`);
    if (varied.startsWith('hardware')) {
      writeFileSync(config, readFileSync(config, 'utf8').replace(/^hardware.*\n/m, ''));
    }
    const shell = createShell({ engine, env });
    const { exitCode, stderr } = await shell.run('sweep', config, '--executor', executor, '--out', out);
    expect(stderr).toMatch(/^crossprop: hardware\.device\.module: [^\n]*\n$/);
    expect(stderr).toContain(`expected none ${place}`);
    expect([exitCode, existsSync(out), existsSync(trace)]).toEqual([2, false, false]);
  }
});

it('a worker of a queue refuses a task with a file, and so does the library', async () => {
  const { module } = createFolder();
  const task = createTask('train', await chipOf({ module, parameters: exact }));
  const line = 'hardware.device.module: ';
  await expect(parseTask(JSON.parse(JSON.stringify(task)), 'job')).rejects.toThrow(`job: ${line}`);
  await expect(resolveConfiguration(task.configuration)).rejects.toThrow(`configuration: ${line}`);
});

it('a point of a sweep names a file by an absolute path', async () => {
  const { config, module, out } = createFolder(ownBounds);
  const text = readFileSync(config, 'utf8').replace(/^hardware.*\n/m, '');
  const sweep = async (path: string) => {
    const devices = `[{model: constant-step}, {module: '${path}', parameters: ${parameters}}]`;
    writeFileSync(config, `${text}sweep: {grid: {hardware.device: ${devices}}}\n`);
    return run('sweep', config, '--out', out, '--force', '--executor', 'in-process');
  };
  expect(await sweep(module)).toMatchObject({ exitCode: 0 });
  const { exitCode, stdout } = await sweep('./mine.mjs');
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining('expected an absolute path in a point')]);
});

it('nothing may stand beside a module but its parameters', async () => {
  const { config, out } = createFolder();
  for (const more of ['preset=pcm', 'states=100', 'fit=fit.json']) {
    const { exitCode, stderr } = await run('train', config, '--set', `hardware.device.${more}`, '--out', out);
    expect([exitCode, stderr.trim().split('\n').length], stderr).toEqual([2, 1]);
  }
  expect(existsSync(out)).toBe(false);
});

it('the file of the guide is the one that stands there, and learns the digits', async () => {
  const text = readFileSync('docs/examples/own-device.mjs', 'utf8');
  expect(readFileSync('docs/your-own-device.md', 'utf8')).toContain(`\`\`\`js\n${text}\`\`\``);
  const configuration = await resolveConfiguration(
    {
      dataset: { name: 'digits', train: 480 },
      network: { layers: [64, 10] },
      learning: { mode: 'supervised', epochs: 3, learningRate: 0.2, target: { winners: 1 } },
      hardware: {
        device: {
          module: 'docs/examples/own-device.mjs',
          parameters: { gMinS: 1e-6, gMaxS: 1e-4, share: 0.004 },
        },
      },
    },
    { modules: createDeviceModules(undefined, engine) },
  );
  const { result } = await runOf(configuration);
  // Chance is 0.1 with a deviation of 0.016 over 360 images: 12 deviations below the limit.
  expect(result.accuracy.test).toBeGreaterThan(0.3);
});
