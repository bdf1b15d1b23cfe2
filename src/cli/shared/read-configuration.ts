import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import { type Configuration, resolveConfiguration } from '../../configuration/configuration.js';
import { isMapping } from '../../configuration/plain-data.js';
import { findReadyConfiguration } from '../../configuration/ready/ready-configurations.js';
import { parseYaml } from '../../configuration/text/parse-yaml.js';
import type { ExperimentOptions } from '../options/experiment-options.js';
import type { CliIo } from './cli-io.js';
import { createDeviceModules } from './device-modules.js';

export interface NamedConfiguration {
  readonly configuration: Configuration;
  /** What messages call it. */
  readonly source: string;
}

/**
 * The configuration that the options stand for. Throws InputError as `resolveConfiguration`, and
 * for an unreadable file.
 */
export async function readConfiguration(
  options: ExperimentOptions,
  io: Pick<CliIo, 'engine' | 'nowSec' | 'stderr'>,
): Promise<NamedConfiguration> {
  const { config, set, seed, path } = options;
  const file = config ?? 'default configuration';
  const source = set.length > 0 ? `${file} with --set` : file;
  const raw = config === undefined ? {} : readRaw(config);
  if (isMapping(raw) && raw.sweep !== undefined) {
    throw new InputError(
      `${source}: sweep: expected none for one experiment; crossprop sweep runs the block`,
    );
  }
  const override = { ...(seed !== undefined && { seed }), ...(path !== undefined && { dataset: { path } }) };
  const readFit = fitReaderFor(config);
  const modules = createDeviceModules(config, io.engine, io);
  const resolved = { source, set, override, readFit, modules };
  return { configuration: await resolveConfiguration(raw, resolved), source };
}

/**
 * What a file holds, or a ready configuration of that name where there is no such file. Throws
 * InputError.
 */
export function readRaw(config: string): unknown {
  const isName = /^[\w-]+$/.test(config) && !existsSync(config);
  return isName ? findReadyConfiguration(config).configuration : parseYaml(readText(config), config);
}

/** Throws InputError where the file cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`${file}: ${code}, expected a readable YAML or JSON file`);
  }
}

/**
 * Reads the fit that a configuration names: from the folder of the configuration's file, or from
 * here where it has none.
 */
export function fitReaderFor(config: string | undefined): (file: string) => string {
  const folder = config === undefined ? '.' : dirname(config);
  return (file) => {
    const path = resolve(folder, file);
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new InputError(
        `hardware.device.fit: ${path}: ${code ?? message}, expected a readable file of devices fit`,
      );
    }
  };
}
