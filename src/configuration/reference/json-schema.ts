import { z } from 'zod';
import { notesOf } from '../schema/field.js';
import { unitOfName } from '../text/physical-value.js';

interface Described {
  readonly description?: string;
  readonly default?: unknown;
}

/** A number and a unit, as `readPhysicalValues` takes them. */
const physicalText = z.string().regex(/^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*[A-Za-z].*$/);

/**
 * JSON Schema of files that a schema of mappings describes: a field may be left out but where it is
 * `required`, a physical value may be a text such as "10 kohm", and what `written` of a field's
 * notes says stands in its place. Descriptions are the notes.
 */
export function jsonSchemaOf(schema: z.ZodObject): object {
  const described = z.registry<Described>();
  const made = new Map<z.ZodType, z.ZodType>();

  const written = (of: z.ZodType, name: string): z.ZodType => {
    const notes = notesOf(of);
    const form = formOf(notes.written ?? of, name);
    const unit = notes.unit ?? unitOfName(name)?.unit;
    const description = `${notes.about ?? ''}${unit === undefined ? '' : ` [${unit}]`}`.trim();
    if (description === '') return form;
    const own = form.clone();
    described.add(own, { description, ...(notes.default !== undefined && { default: notes.default }) });
    return own;
  };

  const formOf = (of: z.ZodType, name: string): z.ZodType => {
    if (of instanceof z.ZodOptional || of instanceof z.ZodDefault)
      return written(of.unwrap() as z.ZodType, name);
    if (of instanceof z.ZodUnion) return z.union(of.options.map((one) => written(one as z.ZodType, name)));
    if (of instanceof z.ZodArray) {
      // Keeps the least length.
      return of.clone({ ...of.def, element: written(of.element as z.ZodType, name) });
    }
    if (of instanceof z.ZodNumber) return unitOfName(name) ? z.union([of, physicalText]) : of;
    if (!(of instanceof z.ZodObject)) return of;
    const found = made.get(of);
    if (found) return found;
    const entries = Object.entries(of.shape as Record<string, z.ZodType>).map(([key, child]) => {
      const form = written(child, key);
      return [key, notesOf(child).required ? form : form.optional()] as const;
    });
    const block = z.strictObject(Object.fromEntries(entries));
    made.set(of, block);
    return block;
  };

  return z.toJSONSchema(formOf(schema, ''), {
    io: 'input',
    unrepresentable: 'any',
    metadata: described,
    reused: 'ref',
    target: 'draft-07',
  });
}
