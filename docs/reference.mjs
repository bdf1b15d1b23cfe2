// Writes docs/configuration.md from the fields of the schema: `npm run reference`; `--check` only
// compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { deviceModels } from '../dist/devices/index.js';
import { describeField } from '../dist/src/configuration/reference/describe-field.js';
import { fieldList } from '../dist/src/configuration/reference/field-list.js';

const page = new URL('configuration.md', import.meta.url);

const cell = (text) => String(text ?? '').replaceAll('|', '\\|');
const row = (...cells) => `| ${cells.map(cell).join(' | ')} |`;
const code = (text) => `\`${text}\``;

/** A default that is short enough to show. */
function defaultOf({ default: value, kind, required }) {
  if (required) return 'must be given';
  if (value === null || kind === 'block') return '';
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}

function line(field) {
  const { path, about, values, unit, acts, budgetItem, kind } = field;
  const takes = kind === 'block' ? '' : values;
  return row(code(path), about, takes, unit, defaultOf(field), acts, budgetItem);
}

const fields = fieldList.map(describeField);
const blocks = new Set(fields.filter(({ kind }) => kind === 'block').map(({ path }) => path));

/** The section of a field: a block of the root or of hardware. */
function sectionOf(path) {
  const [top, key] = path.split(/\.|\[/);
  return top === 'hardware' && blocks.has(`${top}.${key}`) ? `${top}.${key}` : top;
}

const sections = new Map();
for (const field of fields) {
  const own = sectionOf(field.path);
  const name = blocks.has(own) || own === 'hardware' ? own : 'Top level';
  sections.set(name, [...(sections.get(name) ?? []), field]);
}

/** Which parameters each model of devices takes; those in brackets may be left out. */
function modelsTable() {
  const lines = deviceModels.map(({ name: model, fields: parameters, published }) => {
    const set = published ? ['[published]'] : [];
    const own = Object.entries(parameters).map(([name, { optional }]) => (optional ? `[${name}]` : name));
    return row(code(model), [...set, ...own].join(', '));
  });
  return ['', row('model', 'parameters, those in brackets optional'), row('---', '---'), ...lines];
}

const tables = [...sections].map(([name, own]) => {
  const head = [
    row('field', 'what it is', 'takes', 'unit', 'default', 'acts', 'budget item'),
    row(...Array.from({ length: 7 }, () => '---')),
  ];
  const [block] = own;
  const isBlock = block.path === name;
  const lines = (isBlock ? own.slice(1) : own).map(line);
  const about = isBlock ? [`${block.about} Acts: ${block.acts}.`, ''] : [];
  const table = lines.length > 0 ? [...head, ...lines] : [];
  const more = name === 'hardware.device' ? modelsTable() : [];
  return [`## ${name}`, '', ...about, ...table, ...more].join('\n').trimEnd();
});

const text = `# Configuration reference

Every field that a configuration can have: what it is, what it takes, its unit and default, where in the signal chain it acts, and the item
of the [error budget](error-budget.md) it belongs to. \`crossprop explain FIELD\` prints the same in a terminal, \`crossprop init\` writes a
file of all defaults with comments, and the JSON Schema that \`crossprop explain --schema\` prints lets an editor complete and explain fields.

- All fields may be left out. A field without a default stays absent.
- A number whose name ends in a unit is in that unit, or a text such as \`"10 kohm"\`.
- \`network.layers[].conv\` is a field of each entry of a list.
- \`learning.backprop\`, \`learning.pretrain\`, \`learning.unlabelled\` and \`learning.labelled\` take the fields of \`learning\`, laid over them.
- \`hardware.device\` takes the parameters of its model alone, see the table of models.

${tables.join('\n\n')}
`;

if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  process.stderr.write('docs/configuration.md: not that of the fields; npm run reference writes it\n');
  process.exitCode = 1;
}
