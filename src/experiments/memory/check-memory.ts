import { totalmem } from 'node:os';
import { InputError } from '../../../devices/base/errors.js';

/** A place that bytes must fit into, and what it is called. */
export interface MemoryLimit {
  readonly bytes: number;
  readonly name: string;
}

/** What a WebAssembly memory holds at most. */
export const kernelMemory: MemoryLimit = Object.freeze({ bytes: 2 ** 32, name: 'that WebAssembly has' });

/** What the process may use: a container's limit where there is one. */
export function hostMemory(): MemoryLimit {
  const limit = process.constrainedMemory();
  return { bytes: limit > 0 ? Math.min(limit, totalmem()) : totalmem(), name: 'there are' };
}

/** Throws InputError, before any work, where `what` needs more memory than there is. */
export function checkMemory(what: string, neededBytes: number, limit = hostMemory()): void {
  if (neededBytes <= limit.bytes) return;
  throw new InputError(
    `${what}: about ${gigabytes(neededBytes)} GB of memory, expected at most the ${gigabytes(limit.bytes)} GB ${limit.name}`,
  );
}

/** What one text may hold in this JavaScript engine, in characters of a byte. */
const longestText: MemoryLimit = Object.freeze({ bytes: 2 ** 29 - 24, name: 'that a netlist may have' });

/**
 * Characters of a netlist a cell with its two wires, and bytes that it takes while it is put
 * together.
 */
const netlistCell = { text: 100, memory: 1000 };

/**
 * Throws InputError, before any work, where a netlist of so many cells fits no text or this
 * machine.
 */
export function checkNetlist(what: string, cells: number): void {
  const named = `${what}: a netlist of ${cells} cells`;
  checkMemory(named, cells * netlistCell.text, longestText);
  checkMemory(named, cells * netlistCell.memory);
}

function gigabytes(bytes: number): number {
  return Number((bytes / 1e9).toPrecision(3));
}
