import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { schemaPathFrom } from '../../../src/cli/shared/schema-path.js';
import { fieldList } from '../../../src/configuration/reference/field-list.js';
import { createShell } from '../fixture.js';

const explain = (...argv: string[]) => createShell().run('explain', ...argv);

describe('crossprop explain', () => {
  it('says of a field what it is, what it takes, its default, its place and its budget item', async () => {
    const { exitCode, stdout } = await explain('hardware.converters.adc.noise');
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`hardware.converters.adc.noise
  Standard deviation of a conversion.
  takes: a number in [0, 10]; unit: of full scale
  default: 0
  acts: line current to output; in the error budget: adc-errors
`);
  });

  it('lists the fields of a block, and all fields where none is named', async () => {
    const block = (await explain('hardware.read.nonlinearity')).stdout.trim().split('\n');
    expect(block.slice(-2)).toEqual([
      'hardware.read.nonlinearity.kind: sinh: i = G v0 sinh(v / v0).',
      'hardware.read.nonlinearity.voltageV: v0 of the curve.',
    ]);
    const all = (await explain()).stdout.trim().split('\n');
    expect(all.map((line) => line.split(': ')[0])).toEqual(fieldList.map(({ path }) => path));
  });

  it('prints JSON of a field, a block and all', async () => {
    const json = async (...argv: string[]) => JSON.parse((await explain(...argv, '--json')).stdout);
    expect(await json('hardware.write.scheme')).toMatchObject({
      path: 'hardware.write.scheme',
      kind: 'field',
      default: 'stochastic-rounding',
      budgetItem: 'rounding',
      off: 'stochastic-rounding',
      fields: [],
    });
    expect((await json('hardware.faults')).fields.map(({ path }: { path: string }) => path)).toEqual([
      'hardware.faults.stuckLow',
      'hardware.faults.stuckHigh',
    ]);
    expect((await json()).fields).toHaveLength(fieldList.length);
  });

  it('names the nearest path of one that does not exist, with exit code 2', async () => {
    const { exitCode, stdout, stderr } = await explain('hardware.read.nose');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'crossprop: explain: hardware.read.nose: no such field, did you mean hardware.read.noise?\n',
    );
  });

  it('prints the JSON Schema', async () => {
    const schema = JSON.parse((await explain('--schema')).stdout);
    expect(Object.keys(schema.properties)).toContain('sweep');
  });
});

describe('the schema that init names', () => {
  const root = join('/home/me/chip/node_modules/crossprop');

  it.each([
    ['/home/me/chip/a.yaml', './node_modules/crossprop/dist/schema.json'],
    ['/home/me/chip/runs/b/a.yaml', '../../node_modules/crossprop/dist/schema.json'],
    ['/home/me/other/a.yaml', '/home/me/chip/node_modules/crossprop/dist/schema.json'],
  ])('of %s is %s', (file, path) => {
    expect(schemaPathFrom(file, root)).toBe(path);
  });

  it('of a file beside the sources of crossprop is theirs', () => {
    expect(schemaPathFrom('/src/crossprop/a.yaml', '/src/crossprop')).toBe('./dist/schema.json');
  });
});
