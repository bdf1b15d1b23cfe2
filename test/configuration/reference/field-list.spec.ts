import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InputError } from '../../../devices/base/errors.js';
import { checked } from '../../../src/configuration/checks/checked.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { defaultConfiguration } from '../../../src/configuration/default-configuration.js';
import { isMapping } from '../../../src/configuration/plain-data.js';
import { describeField } from '../../../src/configuration/reference/describe-field.js';
import { fieldList, fieldsWithin } from '../../../src/configuration/reference/field-list.js';
import { findField } from '../../../src/configuration/reference/find-field.js';
import { defaultsOf, field, notesOf } from '../../../src/configuration/schema/field.js';
import { mapping, number } from '../../../src/configuration/schema/schema-parts.js';

/** The dotted paths of all values of a configuration. */
function pathsOf(node: unknown, path: string): string[] {
  if (!isMapping(node)) return [path];
  return Object.entries(node).flatMap(([key, child]) => pathsOf(child, path ? `${path}.${key}` : key));
}

describe('the list of fields', () => {
  it('has every value of the default configuration, with its default', () => {
    const overrides = /^learning\.backprop\./;
    for (const path of pathsOf(defaultConfiguration, '').filter((name) => !overrides.test(name))) {
      if (path === 'hardware.cost') continue;
      const value = path
        .split('.')
        .reduce<unknown>((node, key) => (node as never)[key], defaultConfiguration);
      expect(describeField(findField(path, 'test')).default, path).toEqual(value);
    }
  });

  it('says of each what it is in sentences, and where it acts', () => {
    expect(fieldList.length).toBeGreaterThan(250);
    for (const { path, notes, acts } of fieldList) {
      expect(notes.about, path).toMatch(/^[^\s].*[.]$/s);
      expect(acts, path).not.toBe('');
    }
  });

  it('names every choice of a field in what it says of it', () => {
    for (const { path, notes, schema } of fieldList) {
      const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
      // The models and presets of devices have a list of their own.
      if (!(inner instanceof z.ZodLiteral) || /^hardware\.device\.(model|preset)$/.test(path)) continue;
      if (/noiseless|subtractSymmetryPoint/.test(path)) continue;
      for (const value of [...inner.values].filter((one) => typeof one === 'string')) {
        expect(notes.about, path).toMatch(new RegExp(`(^|\\W)${value}(\\W|$)`));
      }
    }
  });

  it('has every path once', () => {
    expect(new Set(fieldList.map(({ path }) => path)).size).toBe(fieldList.length);
  });

  it('has values without imperfections that each field takes', () => {
    for (const { path, notes, schema } of fieldList.filter((one) => one.notes.off !== undefined)) {
      expect(() => checked(schema, notes.off, { source: path }), path).not.toThrow();
      expect(notes.item, path).toBeDefined();
    }
  });

  it('finds the fields of an override where they stand', () => {
    const below = fieldsWithin(findField('learning.backprop', 'test')).map(({ path }) => path);
    expect(below).toContain('learning.backprop.target.winners');
    expect(findField('network.layers[0].conv.size', 'test').path).toBe('network.layers[].conv.size');
  });
});

describe('a path that does not exist', () => {
  it.each([
    ['hardware.read.nose', 'did you mean hardware.read.noise?'],
    ['hardware.reed.noise', 'did you mean hardware.read?'],
    ['read.noise', 'did you mean hardware.read.noise?'],
    ['hardware.weightMax', 'did you mean hardware.device.weightMax or hardware.array.weightMax?'],
    ['hardware.rows', 'did you mean hardware.array.rows?'],
    ['seed.x', 'seed has no fields of its own'],
    ['quantum', 'expected one of name, seed, seeds, dataset, network, learning, readout, hardware, compare'],
  ])('%s: %s', (path, advice) => {
    expect(() => findField(path, 'explain')).toThrow(
      new InputError(`explain: ${path}: no such field, ${advice}`),
    );
  });

  it('is no path at all where it has empty parts', () => {
    expect(() => findField('a..b', 'explain')).toThrow(
      new InputError('explain: a..b, expected a path such as hardware.read.noise'),
    );
  });
});

describe('notes', () => {
  const noise = field(number(0, 1), { about: 'Noise.', default: 0.5 });

  it('belong to the schema that they were given with, not to the one it was made from', () => {
    const plain = number(0, 1);
    const noted = field(plain, { about: 'Noted.' });
    expect(notesOf(noted).about).toBe('Noted.');
    expect(notesOf(plain)).toEqual({});
    expect(notesOf(field(noted, { about: 'Again.' })).about).toBe('Again.');
    expect(notesOf(noted).about).toBe('Noted.');
  });

  it('give the defaults of a block, which a default of its own overrules', () => {
    const block = mapping({ noise, more: mapping({ noise }), free: number(0, 1).optional() });
    expect(defaultsOf(block)).toEqual({ noise: 0.5, more: { noise: 0.5 } });
    const own = mapping({
      block: field(block, { about: 'Own.', default: { noise: 1, more: { noise: 0 } } }),
    });
    expect(defaultsOf(own)).toEqual({ block: { noise: 1, more: { noise: 0 } } });
  });

  it('let texts with a unit stand for conductances, currents and capacitances a length', async () => {
    const raw = { hardware: { cost: { wire: { capacitanceFPerM: '0.2 fF/um' } } } };
    const { hardware } = await resolveConfiguration(raw);
    expect(hardware).toMatchObject({ cost: { wire: { capacitanceFPerM: 2e-10 } } });
  });
});
