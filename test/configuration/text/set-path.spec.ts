import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import type { Mapping } from '../../../src/configuration/plain-data.js';
import { dotted, parseDotted } from '../../../src/configuration/text/dotted-path.js';
import { setPath } from '../../../src/configuration/text/set-path.js';

const key = fc.stringMatching(/^[A-Za-z_][\w-]{0,8}$/);
const path = fc.array(key, { minLength: 1, maxLength: 4 });
const value = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.integer()),
  fc.string(),
  fc.dictionary(key, fc.integer()),
);
const tree = fc.dictionary(key, fc.dictionary(key, fc.integer()));

const at = (node: unknown, keys: readonly string[]) =>
  keys.reduce<unknown>((n, k) => (n as Mapping)[k], node);

describe('laws of setPath', () => {
  test.prop([path, value])('what is set is read back', (keys, v) => {
    expect(at(setPath({}, `${keys.join('.')}=${JSON.stringify(v)}`), keys)).toEqual(v);
  });

  test.prop([tree, key, key, fc.integer()])(
    'all else stays, and the argument too',
    (raw, outer, inner, v) => {
      const before = structuredClone(raw);
      const after = setPath(raw, `${outer}.${inner}=${v}`);
      expect(raw).toEqual(before);
      expect(after).toEqual({ ...before, [outer]: { ...before[outer], [inner]: v } });
    },
  );

  test.prop([tree, key, fc.integer(), fc.integer()])('the last assignment wins', (raw, k, a, b) => {
    expect(setPath(setPath(raw, `${k}=${a}`), `${k}=${b}`)).toEqual(setPath(raw, `${k}=${b}`));
  });

  test.prop([fc.array(fc.integer(), { minLength: 1 }), fc.nat(), fc.integer()])(
    'a list index replaces one element',
    (list, n, v) => {
      const i = n % list.length;
      expect(setPath({ list }, `list[${i}]=${v}`)).toEqual({ list: list.with(i, v) });
      expect(setPath({ list }, `list.${i}=${v}`)).toEqual({ list: list.with(i, v) });
    },
  );

  test.prop([fc.string()])('any text gives a mapping or an InputError', (assignment) => {
    try {
      expect(setPath({ a: [1], b: { c: 2 } }, assignment)).toBeTypeOf('object');
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message).toContain(`--set ${assignment}:`);
    }
  });
});

test.prop([fc.tuple(key, fc.array(fc.oneof(key, fc.nat(99)))).map(([first, rest]) => [first, ...rest])])(
  'a dotted path reads back',
  (parts) => {
    expect(parseDotted(dotted(parts))).toEqual(parts);
  },
);

test('a value may hold "=" and be any YAML', () => {
  expect(setPath({}, 'a=b=c')).toEqual({ a: 'b=c' });
  expect(setPath({}, 'learning.eqprop={dt: 0.1}')).toEqual({ learning: { eqprop: { dt: 0.1 } } });
  expect(setPath({}, 'hardware=ideal')).toEqual({ hardware: 'ideal' });
});

test('an own key named __proto__ is a key like any other', () => {
  const after = setPath({}, '__proto__.polluted=1');
  expect(Object.keys(after)).toEqual(['__proto__']);
  expect(({} as Mapping).polluted).toBeUndefined();
});

test.each([
  ['dataset.train', '--set dataset.train: expected path=value, such as dataset.train=2000'],
  ['=1', '--set =1: expected path=value, such as dataset.train=2000'],
  ['a..b=1', '--set a..b=1: expected path=value, such as dataset.train=2000'],
  ['a[x]=1', '--set a[x]=1: expected path=value, such as dataset.train=2000'],
  ['list[2]=1', '--set list[2]=1: list is [1,2], expected an index in [0, 1]'],
  ['list.last=1', '--set list.last=1: list is [1,2], expected an index in [0, 1]'],
  ['hardware.read=1', '--set hardware.read=1: hardware is "ideal", expected a mapping'],
  ['map[0]=1', '--set map[0]=1: map is {}, expected a list'],
  ['a={b', '--set a={b: line 1: Flow map must end with a }'],
])('%s is refused', (assignment, line) => {
  const raw = { list: [1, 2], hardware: 'ideal', map: {} };
  expect(() => setPath(raw, assignment)).toThrow(new InputError(line));
});
