import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../devices/base/errors.js';
import type { AnyResult } from '../experiments/any-result.js';
import { isMapping, type Mapping } from '../experiments/mapping.js';

/** The result that a command can go on with. */
export interface Resumable {
  readonly command: string;
  /** Absent for single runs. */
  readonly kind?: Extract<AnyResult, { kind: string }>['kind'];
  /** Of single runs, the ids that there can be. */
  readonly runs?: readonly string[];
}

/**
 * Throws InputError where the result.json of a folder is one that the command would not go on with but overwrite. What
 * cannot be read is no result.
 */
export function checkResumable(path: string, resumable: Resumable): void {
  const foreign = foreignIn(resultIn(path), resumable);
  if (foreign === null) return;
  throw new InputError(
    `--resume: ${path} holds the result of another command or configuration (${foreign}), expected one of ${resumable.command}`,
  );
}

function foreignIn(result: Mapping, { kind, runs = [] }: Resumable): string | null {
  if (result.kind !== undefined) return result.kind === kind ? null : `kind ${result.kind}`;
  const found = Array.isArray(result.runs) ? result.runs : [];
  const foreign = found.map((run) => String(run?.id)).filter((id) => !runs.includes(id));
  return foreign.length > 0 ? `runs ${foreign.join(', ')}` : null;
}

function resultIn(path: string): Mapping {
  try {
    const result: unknown = JSON.parse(readFileSync(join(path, 'result.json'), 'utf8'));
    return isMapping(result) ? result : {};
  } catch {
    return {};
  }
}
