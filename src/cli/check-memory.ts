import { totalmem } from 'node:os';
import { InputError } from '../../devices/index.js';

/** Throws InputError, before any work, where `what` needs more memory than this machine has. */
export function checkMemory(what: string, neededBytes: number, memoryBytes = memoryOfHost()): void {
  if (neededBytes <= memoryBytes) return;
  throw new InputError(
    `${what}: about ${gigabytes(neededBytes)} GB of memory, expected at most the ${gigabytes(memoryBytes)} GB there are`,
  );
}

/** What the process may use: a container's limit where there is one. */
function memoryOfHost(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function gigabytes(bytes: number): number {
  return Number((bytes / 1e9).toPrecision(3));
}
