import fc from 'fast-check';
import type { DeviceModel } from '../../base/device-model.js';
import { InputError } from '../../base/errors.js';
import type { DeviceLawOptions } from '../subject.js';
import { defineLaw } from './law.js';

/**
 * No power out of a memristor: V I >= 0, no current without a voltage, and what is called odd is
 * odd.
 */
export const isPassive = defineLaw({
  law: 'is-passive',
  statement: 'the cell never gives power, carries no current at 0 V, and is odd where it says so',
  cases: (_: DeviceModel, { maxVoltageV = 0.5 }: DeviceLawOptions) =>
    fc.record({ voltageV: fc.double({ min: -maxVoltageV, max: maxVoltageV, noNaN: true }) }),
  check({ currentVoltage: { drive, odd } }, { voltageV }) {
    if (drive(0) !== 0) throw new Error(`the current at 0 V drives as ${drive(0)} V, expected 0`);
    const driven = outsideFitted(() => drive(voltageV));
    if (driven === undefined) return;
    if (!(Number.isFinite(driven) && driven * voltageV >= 0)) {
      throw new Error(`at ${voltageV} V the current drives as ${driven} V: power out of the cell`);
    }
    const mirrored = outsideFitted(() => drive(-voltageV));
    if (!odd || mirrored === undefined || Math.abs(mirrored + driven) <= 1e-12 * Math.abs(driven)) return;
    throw new Error(`declared odd, but f(${voltageV} V) = ${driven} and f(${-voltageV} V) = ${mirrored}`);
  },
});

/** A drive may refuse a voltage outside the range it was fitted in. */
function outsideFitted(drive: () => number): number | undefined {
  try {
    return drive();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
