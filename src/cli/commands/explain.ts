import type { Command } from 'commander';
import type { FieldDescription } from '../../configuration/reference/describe-field.js';
import { type Cli, printJson, printLine } from '../shared/cli-io.js';

interface ExplainOptions {
  readonly json?: boolean;
  readonly schema?: boolean;
}

/** `crossprop explain [FIELD]` */
export function registerExplain(program: Command, { io }: Cli): void {
  program
    .command('explain')
    .description('What a field of the configuration means, what it takes, its default and where it acts.')
    .argument('[FIELD]', 'dotted path of a field or block (default: all fields)')
    .option('--json', 'print one JSON document')
    .option('--schema', 'print the JSON Schema of configurations')
    .addHelpText(
      'after',
      '\nExample:\n  $ crossprop explain hardware.read.noise\n  $ crossprop explain hardware.converters\n  $ crossprop explain --schema > crossprop.schema.json',
    )
    .action(async (path: string | undefined, { json, schema }: ExplainOptions) => {
      if (schema) {
        const { fileSchema } = await import('../../experiments/sweep/file-schema.js');
        return printJson(io.stdout, fileSchema());
      }
      const { describeField } = await import('../../configuration/reference/describe-field.js');
      const { findField } = await import('../../configuration/reference/find-field.js');
      const { fieldsWithin, root } = await import('../../configuration/reference/field-list.js');
      const found = path === undefined ? root : findField(path, 'explain');
      const field = path === undefined ? null : describeField(found);
      const below = fieldsWithin(found).map(describeField);
      if (json) return printJson(io.stdout, field?.kind === 'field' ? field : { ...field, fields: below });
      if (field) printField(field, (line) => printLine(io.stdout, line));
      for (const each of below) printLine(io.stdout, `${each.path}: ${firstSentence(each.about)}`);
    });
}

function printField(field: FieldDescription, print: (line: string) => void): void {
  const { path, about, values, unit, acts, budgetItem, kind } = field;
  print(path);
  print(`  ${about}`);
  if (kind === 'field') {
    print(`  takes: ${values}${unit === null ? '' : `; unit: ${unit}`}`);
    print(`  default: ${defaultText(field)}`);
  }
  print(`  acts: ${acts}${budgetItem === null ? '' : `; in the error budget: ${budgetItem}`}`);
}

function defaultText({ required, default: value }: FieldDescription): string {
  if (required) return 'none, it must be given';
  return value === null ? 'none' : JSON.stringify(value);
}

function firstSentence(text: string): string {
  return text.split('. ')[0]!.replace(/\.?$/, '.');
}
