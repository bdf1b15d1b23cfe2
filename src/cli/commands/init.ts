import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../../../devices/base/errors.js';
import { type Cli, printLine } from '../shared/cli-io.js';
import { schemaPathFrom } from '../shared/schema-path.js';

/** `crossprop init [FILE]` */
export function registerInit(program: Command, { io }: Cli): void {
  program
    .command('init')
    .description('Write a configuration with every field that has a default, and what it means.')
    .argument('[FILE]', 'file to write', 'crossprop.yaml')
    .option('--force', 'overwrite the file')
    .addHelpText('after', '\nExample:\n  $ crossprop init chip.yaml\n  $ crossprop compare chip.yaml')
    .action(async (file: string, { force = false }: { force?: boolean }) => {
      if (existsSync(file) && !force) {
        throw new InputError(`${file}: there is such a file, expected another name or --force`);
      }
      const { starterYaml } = await import('../../configuration/text/starter-yaml.js');
      const { writeForUser } = await import('../shared/write-for-user.js');
      writeForUser(file, starterYaml(schemaPathFrom(file)));
      printLine(io.stdout, file);
    });
}
