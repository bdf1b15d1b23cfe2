import { createRandom, InputError } from '../../devices/index.js';
import { deviceCurves } from '../report/device-curves.js';
import { writeAtomically } from '../runs/atomic-write.js';

/** Writes the pulse curves of a preset. Throws InputError for an unknown name and for a file that cannot be written. */
export function plot(name: string, { out, seed }: { out: string; seed: number }): void {
  const svg = deviceCurves(name, { random: createRandom(seed) });
  try {
    writeAtomically(out, svg);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`--out ${out}: ${code ?? message}, expected a file that can be written`);
  }
}
