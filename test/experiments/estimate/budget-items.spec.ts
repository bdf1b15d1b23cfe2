import { expect, it } from 'vitest';
import { fieldList } from '../../../src/configuration/reference/field-list.js';
import { budgetItems } from '../../../src/experiments/estimate/budget-items.js';
import { itemsOfReads, itemsOfUpdates } from '../../../src/experiments/estimate/non-idealities.js';

const names = budgetItems.map(({ name }) => name);

it('every field names an item that there is, and every item has a field', () => {
  const named = new Set(fieldList.flatMap(({ notes }) => notes.item ?? []));
  expect([...named].sort()).toEqual([...names].sort());
});

it('every item is removed by a function or by fields that have a value without it', () => {
  const removable = new Set(
    fieldList.filter(({ notes }) => notes.off !== undefined).map(({ notes }) => notes.item),
  );
  for (const { name, without } of budgetItems)
    expect(without !== undefined || removable.has(name), name).toBe(true);
});

it('what a use of a chip leaves out are items that there are', () => {
  for (const name of [...itemsOfReads, ...itemsOfUpdates]) expect(names).toContain(name);
});

it('figures that are specified are tried from the loosest value to that of a chip without the item', () => {
  const specified = fieldList.filter(({ notes }) => notes.specify);
  expect(specified.length).toBeGreaterThan(4);
  for (const { path, notes } of specified) {
    const { values } = notes.specify!;
    const signs = values.slice(1).map((value, i) => Math.sign(value - values[i]!));
    expect(new Set(signs).size, path).toBe(1);
    // Bits are tried up to those that a designer may want; all else down to none.
    if (notes.unit !== 'bits') expect(values.at(-1), path).toBe(notes.off);
  }
});
