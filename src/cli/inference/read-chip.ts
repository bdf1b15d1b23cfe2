import { dirname, resolve } from 'node:path';
import {
  type InferenceConfiguration,
  resolveInference,
} from '../../configuration/inference/resolve-inference.js';
import type { Mapping } from '../../configuration/plain-data.js';
import { type CliIo, printLine } from '../shared/cli-io.js';
import { createDeviceModules } from '../shared/device-modules.js';
import { fitReaderFor, readRaw } from '../shared/read-configuration.js';

export interface ReadChipOptions {
  /** A file or the name of a ready configuration; absent = the default chip. */
  readonly chip?: string | undefined;
  readonly set: readonly string[];
  readonly seed?: number | undefined;
  /** Laid over the file. */
  readonly override?: Mapping;
}

/**
 * The chip that options stand for, files that it names from its own folder; says on stderr what of
 * it is not used. Throws InputError.
 */
export async function readChip(
  { chip, set, seed, override = {} }: ReadChipOptions,
  { stderr, engine }: CliIo,
): Promise<InferenceConfiguration> {
  const file = chip ?? 'default chip';
  const source = set.length > 0 ? `${file} with --set` : file;
  const raw = chip === undefined ? {} : readRaw(chip);
  const { configuration, unused } = await resolveInference(raw, {
    ...{ source, set, readFit: fitReaderFor(chip), modules: createDeviceModules(chip, engine) },
    override: { ...override, ...(seed !== undefined && { seed }) },
  });
  if (unused.length > 0) {
    printLine(stderr, `${source}: ${unused.join(', ')} not used: the network comes trained from its file`);
  }
  return configuration;
}

/** A file named in a chip's file, as seen from here. */
export function besideChip(chip: string | undefined, file: string): string {
  return resolve(chip === undefined ? '.' : dirname(chip), file);
}
