import type { CrossbarCounters } from '../types.js';
import type { ArrayWrites } from '../write/writing.js';
import { type StoredNumbers, type StoredState, storedNumbers, storedState } from './memory.js';

/** All at 0. */
export function createCounters(): StoredNumbers<keyof CrossbarCounters> {
  return storedNumbers<keyof CrossbarCounters>({
    forwardReads: 0,
    backwardReads: 0,
    inputs: 0,
    clippedInputs: 0,
    conversions: 0,
    saturated: 0,
    backwardConversions: 0,
    backwardSaturated: 0,
    updates: 0,
    pulsedDevices: 0,
  });
}

/** All at 0. */
export function createWrites(): { readonly writes: ArrayWrites; readonly memory: StoredState } {
  const none = { pulses: 0, pulsedS: 0, selectedCells: 0, pulseTimes: 0 };
  const programming = storedNumbers({
    ...none,
    weights: 0,
    clipped: 0,
    verifications: 0,
    devices: 0,
    unsettled: 0,
    missingSquared: 0,
  });
  const updates = storedNumbers(none);
  return {
    writes: { programming: programming.numbers, updates: updates.numbers },
    memory: storedState({ programming: programming.values, updates: updates.values }),
  };
}
