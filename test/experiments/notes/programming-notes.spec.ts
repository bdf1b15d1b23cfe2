import { describe, expect, it } from 'vitest';
import { programmingLines } from '../../../src/experiments/notes/programming-notes.js';
import { run } from '../../../src/experiments/run/run.js';
import { chipTable } from '../../../src/report/tables/chip-table.js';
import { result as sampleResult } from '../../report/sample-result.js';
import { digits, quickDigits, still } from '../run-fixture.js';

/** A network on a chip, programmed and not trained. */
const untrained = async (...set: string[]) => {
  const configuration = await quickDigits('dataset.train=96', 'dataset.test=32', 'learning.epochs=0', ...set);
  const { learning, hardware } = configuration;
  const { result } = await run(configuration, digits, {
    ...still,
    id: 'chip',
    rule: learning.rule,
    hardware,
  });
  return result;
};

describe('weights that programming clipped', () => {
  it('are a line of the terminal from one percent on', async () => {
    const clipping = async (percentile: number) =>
      programmingLines({ runs: [await untrained(`hardware.array.weightMax={percentile: ${percentile}}`)] });
    expect(await clipping(90)).toContainEqual(
      'chip: Programming clipped 10 % of weights to what their devices can hold.',
    );
    expect((await clipping(99.5)).join()).not.toContain('clipped');
  });
});

describe('targets that programming missed', () => {
  it('are in the result, the report and a line of the terminal', async () => {
    const result = await untrained('hardware.faults.stuckLow=0.2');
    const { unsettledDevices, missingWeight } = result.chip!;
    // A fifth of the 2 x 64 x units devices is stuck.
    expect(Math.abs(unsettledDevices! - 0.2)).toBeLessThan(0.03);
    // A device at gMin is half the range of the conductance off, weightMax / 2 about.
    expect(missingWeight! / 0.15).toBeGreaterThan(0.8);
    expect(missingWeight! / 0.15).toBeLessThan(1.2);
    const [note] = programmingLines({ runs: [result] });
    const share = (100 * unsettledDevices!).toPrecision(2);
    expect(note).toBe(
      `chip: Programming left ${share} % of devices off their targets, by ${missingWeight!.toPrecision(2)} in weight, root mean square.`,
    );
    expect(chipTable(sampleResult({ runs: [result] }))).toContain(
      `${(100 * unsettledDevices!).toFixed(2)} %, by ${missingWeight!.toPrecision(2)} in weight`,
    );
  });

  it('are no line where they are few, as on the default chip, or not known', async () => {
    const result = await untrained();
    expect(result.chip!.unsettledDevices).toBeLessThan(0.01);
    expect(programmingLines({ runs: [result] })).toEqual([]);
    const { unsettledDevices: _, missingWeight: __, ...early } = result.chip!;
    expect(programmingLines({ runs: [{ ...result, chip: early }] })).toEqual([]);
    expect(chipTable(sampleResult({ runs: [{ ...result, chip: early }] }))).toContain('–');
  });
});
