import { describe, expect, it } from 'vitest';
import { copyStored, restoreState, statesOf, stateUnder, storedState } from '../../../crossbar/index.js';

const state = () => [
  ...stateUnder('cells', storedState({ plus: Float32Array.of(1, 2), minus: null })),
  ...statesOf('tile', [
    storedState({ range: Float64Array.of(3) }),
    storedState({ range: Float64Array.of(4) }),
  ]),
];

describe('stored state', () => {
  it('has a name for every array', () => {
    expect(state().map(({ name }) => name)).toEqual(['cells/plus', 'tile 0/range', 'tile 1/range']);
  });

  it('goes back by name, in whatever order it was stored', () => {
    const stored = copyStored(state()).toReversed();
    const empty = state();
    for (const { values } of empty) values.fill(0);
    expect(restoreState(empty, stored)).toBeNull();
    expect(empty).toEqual(state());
  });

  it.each([
    ['lacks one', state().slice(1), 'cells/plus'],
    ['has one more', [...state(), ...storedState({ extra: new Float32Array(1) })], 'extra'],
    [
      'has another length',
      [...storedState({ 'cells/plus': new Float32Array(3) }), ...state().slice(1)],
      'cells/plus',
    ],
    [
      'has another type',
      [...storedState({ 'cells/plus': new Float64Array(2) }), ...state().slice(1)],
      'cells/plus',
    ],
  ])('is left alone where the stored one %s', (_, stored, name) => {
    const now = state();
    expect(restoreState(now, stored)).toBe(name);
    expect(now).toEqual(state());
  });
});
