import type { DeepReadonly } from './plain-data.js';
import type { RawConfiguration } from './schema/configuration-schema.js';

/** A whole experiment: every field there, checked, frozen at every depth. */
export type Configuration = DeepReadonly<RawConfiguration>;

/** The hardware block: one chip. */
export type ChipConfiguration = Exclude<Configuration['hardware'], 'ideal'>;
