import { z } from 'zod';
import { notesOf } from '../schema/field.js';

/** What a field takes, in words: `a number in [0, 10]`, `one of sgd, adam`. */
export function valuesText(schema: z.ZodType): string {
  const forms = formsOf(schema);
  const values = forms.flatMap((form) => (form instanceof z.ZodLiteral ? [...form.values].map(String) : []));
  const choices = [...new Set(values)];
  const others = forms.filter((form) => !(form instanceof z.ZodLiteral)).map(textOf);
  const named = choices.length > 1 ? `one of ${choices.join(', ')}` : choices.join();
  return [...new Set([named, ...others])].filter((text) => text !== '').join(', or ');
}

/** The alternatives that a file may write, none of them optional or a union. */
function formsOf(schema: z.ZodType): readonly z.ZodType[] {
  const { written } = notesOf(schema);
  if (written) return formsOf(written);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return formsOf(schema.unwrap() as z.ZodType);
  }
  return schema instanceof z.ZodUnion ? (schema.options as readonly z.ZodType[]).flatMap(formsOf) : [schema];
}

function textOf(form: z.ZodType): string {
  if (form instanceof z.ZodArray) return `a list, each ${valuesText(form.element as z.ZodType)}`;
  if (form instanceof z.ZodNumber) return numbersText(form);
  if (form instanceof z.ZodString) return 'a text';
  return form instanceof z.ZodBoolean ? 'one of true, false' : 'a mapping';
}

function numbersText(schema: z.ZodNumber): string {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = z.toJSONSchema(schema);
  const from = exclusiveMinimum === undefined ? `[${minimum}` : `(${exclusiveMinimum}`;
  const to = exclusiveMaximum === undefined ? `${maximum}]` : `${exclusiveMaximum})`;
  return `${type === 'integer' ? 'a whole number' : 'a number'} in ${from}, ${to}`;
}
