import { Document, isMap, isScalar, type Pair, type Scalar, visit, type YAMLSeq } from 'yaml';
import { defaultConfiguration } from '../default-configuration.js';
import { fieldList, fieldsBelow, type ListedField } from '../reference/field-list.js';

/** Columns of a file with comments. */
const width = 100;

/**
 * The default configuration as YAML with what each field means; it resolves to the default
 * configuration. `schema` is the path of a JSON Schema by which editors complete and explain
 * fields.
 */
export function starterYaml(schema: string): string {
  const document = new Document(defaultConfiguration, { aliasDuplicateObjects: false });
  visit(document, {
    Seq: (_key, list) => {
      list.flow = true;
    },
  });
  for (const field of fieldList) remark(document, field);
  document.commentBefore =
    ` yaml-language-server: $schema=${schema}\n` +
    ' Every field that has a default. Fields may be left out; one that is not known is an error that names the nearest.\n' +
    ' Physical values are numbers in the unit of the name, or texts such as "10 kohm".\n' +
    ' crossprop explain FIELD says more of a field.';
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** The comment of a field, beside its value where the line has room for it, else above. */
function remark(document: Document, field: ListedField): void {
  const path = field.path.split('.');
  const parent = document.getIn(path.slice(0, -1), true) ?? document.contents;
  const pair = isMap(parent) && parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  if (!pair) return;
  const { notes, isBlock } = field;
  const unit = notes.unit === undefined ? '' : ` [${notes.unit}]`;
  const text = `${notes.about}${unit}${isBlock ? optionalFields(field) : ''}`;
  const indent = 2 * (path.length - 1);
  const beside = indent + lineOf(pair as Pair<Scalar, Scalar | YAMLSeq>).length + 3 + text.length <= width;
  if (!isMap(pair.value) && beside) (pair.value as Scalar | YAMLSeq).comment = ` ${text}`;
  else (pair.key as Scalar).commentBefore = wrapped(text, width - indent - 2);
}

/** The fields of a block that have no default. A block of several forms has too many. */
function optionalFields(block: ListedField): string {
  if (block.notes.written) return '';
  const optional = fieldsBelow(block).filter(({ notes, isBlock }) => !isBlock && notes.default === undefined);
  const names = optional.map(({ path }) => path.split('.').at(-1));
  return names.length === 0 ? '' : ` Also: ${names.join(', ')}.`;
}

function lineOf({ key, value }: Pair<Scalar, Scalar | YAMLSeq>): string {
  return `${key.value}: ${JSON.stringify(value)}`;
}

/** Lines of at most `columns`, a space in front of each. */
function wrapped(text: string, columns: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`;
    if (line.length <= columns || lines.at(-1) === '') lines[lines.length - 1] = line;
    else lines.push(` ${word}`);
  }
  return lines.join('\n');
}
