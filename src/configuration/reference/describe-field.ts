import { unitOfName } from '../text/physical-value.js';
import { fieldsBelow, type ListedField } from './field-list.js';
import { valuesText } from './values-text.js';

/** What there is to know of a field, as `crossprop explain --json` prints it. */
export interface FieldDescription {
  readonly path: string;
  readonly kind: 'field' | 'block';
  readonly about: string;
  readonly values: string;
  readonly unit: string | null;
  /** null where the field stays absent, and of blocks. */
  readonly default: unknown;
  /** A file that has the block around it must have it. */
  readonly required: boolean;
  /** Where in the signal chain it acts. */
  readonly acts: string;
  /** The item of the error budget that it belongs to. */
  readonly budgetItem: string | null;
  /** Its value on a chip without that item; null where a function removes it. */
  readonly off: unknown;
  /** Paths of the fields of a block. */
  readonly fields: readonly string[];
}

export function describeField(field: ListedField): FieldDescription {
  const { path, notes, schema, acts, isBlock } = field;
  return {
    path,
    kind: isBlock ? 'block' : 'field',
    about: notes.about ?? '',
    values: valuesText(schema),
    unit: notes.unit ?? unitOfName(path)?.unit ?? null,
    default: notes.default ?? null,
    required: notes.required ?? false,
    acts,
    budgetItem: notes.item ?? null,
    off: notes.off ?? null,
    fields: isBlock ? fieldsBelow(field).map((below) => below.path) : [],
  };
}
