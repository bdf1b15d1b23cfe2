import { type DeviceState, type PulseResponse, pulseLaws } from '../../../devices/index.js';
import type { Allocator } from '../simd/allocator.js';

/** Words of a table before the constants: CONSTANTS of assembly/writes/laws.ts, in bytes there. */
const constantsAt = 10;

/**
 * Makes the table from which the compiled `pulse` takes devices: number of the law, whether it
 * draws, addresses of conductances, bounds and the law's own arrays (0 = none), constants. Made
 * once for each response and state. Throws where an array is not in the kernels' memory.
 */
export function createDeviceTables({ int32, addressOf }: Allocator) {
  const tables = new WeakMap<PulseResponse, WeakMap<Float32Array, Int32Array>>();
  return (response: PulseResponse, { arrays }: DeviceState): Int32Array => {
    const ofResponse = tables.get(response) ?? new WeakMap<Float32Array, Int32Array>();
    tables.set(response, ofResponse);
    const known = ofResponse.get(arrays.conductanceS);
    if (known) return known;
    const { law, constants, noisy } = response;
    const table = int32(constantsAt + constants.length);
    const names = ['conductanceS', 'gMinS', 'gMaxS', ...response.arrays];
    table.set([pulseLaws.indexOf(law), Number(noisy), ...names.map((name) => addressOf(arrays[name]))]);
    new Float32Array(table.buffer, table.byteOffset, table.length).set(constants, constantsAt);
    ofResponse.set(arrays.conductanceS, table);
    return table;
  };
}
