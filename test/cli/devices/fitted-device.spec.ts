import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { parseYaml } from '../../../src/configuration/text/parse-yaml.js';
import { loadDataset } from '../../../src/data/load.js';
import { temporaryFolder } from '../../runs/temporary-folder.js';
import { createShell } from '../fixture.js';

const digits = loadDataset({ name: 'digits' });
const shell = () => createShell({ engine: { loadDataset: async () => digits } });

/** Two devices of the example: enough for every model, and quick. */
const curves = readFileSync('docs/examples/pulse-curves.csv', 'utf8')
  .split('\n')
  .filter((row) => /^(device|[12]),/.test(row))
  .join('\n');
const data =
  'dataset: {name: digits, train: 60, test: 20}\nnetwork: {layers: [64, 8]}\nlearning: {target: {winners: 3}}\n';

/** A folder with a configuration that names a fit beside it. */
function createFolder(device = '{fit: fit/fit.json}') {
  const folder = temporaryFolder();
  const [config, out] = [join(folder, 'fitted.yaml'), join(folder, 'run')];
  writeFileSync(join(folder, 'curves.csv'), curves);
  writeFileSync(config, `${data}hardware: {device: ${device}}\n`);
  return { folder, config, out };
}

const deviceIn = (out: string) => {
  const { hardware } = parseYaml(readFileSync(join(out, 'config.yaml'), 'utf8'), out) as never as {
    hardware: { device: unknown };
  };
  return hardware.device;
};

it.each(['soft-bounds', 'neurosim-exponential', 'piecewise-step'])(
  'what devices fit writes of %s is the device of a comparison',
  async (model) => {
    const { folder, config, out } = createFolder();
    const { run } = shell();
    expect(
      (
        await run(
          'devices',
          'fit',
          join(folder, 'curves.csv'),
          '--model',
          model,
          '--out',
          join(folder, 'fit'),
        )
      ).exitCode,
    ).toBe(0);
    expect(await run('compare', config, '--out', out)).toMatchObject({ exitCode: 0 });
    const { device } = JSON.parse(readFileSync(join(folder, 'fit/fit.json'), 'utf8'));
    expect(deviceIn(out)).toEqual(device);
  },
);

it('fields beside a fit take the place of fitted ones', async () => {
  const { folder, config, out } = createFolder('{fit: fit/fit.json, cycleNoise: 0.01}');
  const { run } = shell();
  await run(
    'devices',
    'fit',
    join(folder, 'curves.csv'),
    '--model',
    'soft-bounds',
    '--out',
    join(folder, 'fit'),
  );
  expect(await run('compare', config, '--out', out)).toMatchObject({ exitCode: 0 });
  const { device } = JSON.parse(readFileSync(join(folder, 'fit/fit.json'), 'utf8'));
  expect(deviceIn(out)).toEqual({ ...device, cycleNoise: 0.01 });
});

it('a run is not resumed with another fit', async () => {
  const { folder, config, out } = createFolder();
  const { run } = shell();
  const fitWith = (model: string) =>
    run('devices', 'fit', join(folder, 'curves.csv'), '--model', model, '--out', join(folder, 'fit'));
  await fitWith('soft-bounds');
  await run('compare', config, '--out', out);
  const before = readFileSync(join(out, 'config.yaml'), 'utf8');
  await fitWith('linear-step');
  const again = await run('compare', config, '--out', out, '--resume');
  expect(again.exitCode).toBe(2);
  expect(again.stderr).toMatch(/^crossprop: .*hardware\.device\b.*\n$/);
  expect(readFileSync(join(out, 'config.yaml'), 'utf8')).toBe(before);
});

const broken: readonly (readonly [what: string, text: string | null, said: RegExp])[] = [
  ['a file that is not there', null, /fit\.json: ENOENT, expected a readable file of devices fit/],
  [
    'half a file',
    '{"schema": 1, "device": {"model": "soft',
    /expected a whole file as devices fit writes it/,
  ],
  ['a fit without a device', '{"schema": 1}', /expected a whole file as devices fit writes it/],
  ['a fit of another schema', '{"schema": 2, "device": {}}', /expected a fit of schema 1 \(got 2\)/],
  [
    'an unknown model',
    '{"schema": 1, "device": {"model": "softer-bounds"}}',
    /hardware\.device\.model: "softer-bounds"/,
  ],
];

it.each(broken)('%s is one line and 2, and nothing is written', async (_what, text, said) => {
  const { folder, config, out } = createFolder();
  mkdirSync(join(folder, 'fit'));
  if (text !== null) writeFileSync(join(folder, 'fit/fit.json'), text);
  for (const command of ['compare', 'estimate']) {
    const { exitCode, stderr } = await shell().run(command, config, '--out', out);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(/^crossprop: [^\n]*\n$/);
  }
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(folder).sort()).toEqual(['curves.csv', 'fit', 'fitted.yaml']);
});

it('a sweep varies a fitted device, and keeps it in its configuration', async () => {
  const { folder, config, out } = createFolder();
  const { run } = shell();
  await run(
    'devices',
    'fit',
    join(folder, 'curves.csv'),
    '--model',
    'soft-bounds',
    '--out',
    join(folder, 'fit'),
  );
  writeFileSync(
    config,
    `${readFileSync(config, 'utf8')}sweep: {grid: {hardware.device.cycleNoise: [0, 0.1]}}\n`,
  );
  const argv = ['sweep', config, '--executor', 'in-process', '--threads', '1', '--out', out];
  expect(await run(...argv)).toMatchObject({ exitCode: 0 });
  const { device } = JSON.parse(readFileSync(join(folder, 'fit/fit.json'), 'utf8'));
  expect(deviceIn(out)).toEqual(device);
});

it('a configuration of the library names no file', async () => {
  await expect(resolveConfiguration({ hardware: { device: { fit: 'fit.json' } } })).rejects.toThrow(
    'configuration: hardware.device.fit: "fit.json", expected the device of the file itself',
  );
});
