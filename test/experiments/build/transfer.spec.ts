import { describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import type { Mapping } from '../../../src/configuration/plain-data.js';
import { kindsOfNetwork } from '../kinds-of-network.js';
import { perfectChip } from '../perfect-chip.js';
import { runOf } from '../run-fixture.js';

async function answersOf(kind: Mapping, hardware: unknown, ...set: string[]) {
  const raw = { dataset: { name: 'digits', train: 480, test: 360 }, ...kind, hardware };
  const { evaluation, result } = await runOf(await resolveConfiguration(raw, { source: 'test', set }));
  return { correct: evaluation!.correct.test!, accuracy: result.accuracy.test!, result };
}

const differing = (a: Uint8Array, b: Uint8Array) => a.filter((value, i) => value !== b[i]).length;

describe.each(kindsOfNetwork)('%s', async (_, kind) => {
  // Weights beyond the range would be clipped; 16 of them a device's half a millionth is 8e-6.
  const chip = { ...perfectChip(8), training: 'transfer' };
  const trained = await answersOf(kind, 'ideal');
  const transferred = await answersOf(kind, chip);
  const untrained = await answersOf(kind, chip, 'learning.epochs=0');

  it('transferred to a perfect chip answers as the network that was trained', () => {
    expect(transferred.result.chip?.programming?.pulses).toBeGreaterThan(0);
    expect(transferred.result.chip?.clippedWeights).toBe(0);
    // Roundings of 1e-6 decide near ties alone.
    expect(differing(transferred.correct, trained.correct)).toBeLessThanOrEqual(3);
  });

  it('transferred after training differs from transferred untrained', () => {
    expect(differing(transferred.correct, untrained.correct)).toBeGreaterThan(36);
    expect(transferred.accuracy).toBeGreaterThan(untrained.accuracy + 0.1);
  });
});
