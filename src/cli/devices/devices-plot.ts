import { createRandom } from '../../../devices/index.js';
import { deviceCurves } from '../../report/charts/device-curves.js';
import { writeForUser } from '../shared/write-for-user.js';

/**
 * Writes the pulse curves of a preset. Throws InputError for an unknown name and for a file that
 * cannot be written.
 */
export function plot(name: string, { out, seed }: { out: string; seed: number }): void {
  writeForUser(out, deviceCurves(name, { random: createRandom(seed) }), '--out');
}
