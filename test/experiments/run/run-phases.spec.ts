import { describe, expect, it } from 'vitest';
import { run } from '../../../src/experiments/run/run.js';
import { unsettledNotes } from '../../../src/report/unsettled.js';
import { digits, quickDigits, still } from '../run-fixture.js';

/**
 * Layers 64, 12, 10 on 64 images in batches of 16, tested on 120 images: 4 updates of 2 phases, and
 * 1 phase of a test.
 */
const hidden = [
  'dataset.train=64',
  'dataset.test=120',
  'network.layers=[64,12,10]',
  'hardware=ideal',
  'learning.mode=supervised',
  'learning.learningRate=[0.1,0.1]',
  'learning.dropout=[0,0,0]',
  'learning.backprop.learningRate=[0.1,0.1]',
  'learning.backprop.dropout=[0,0,0]',
  'learning.target.winners=1',
  'learning.backprop.target.winners=1',
  'learning.batchSize=16',
];

async function phasesOf(...set: readonly string[]) {
  const configuration = await quickDigits(...hidden, ...set);
  const { learning, hardware } = configuration;
  const { result } = await run(configuration, digits, { ...still, id: 'x', rule: learning.rule, hardware });
  return { phases: result.train.phases!, notes: unsettledNotes({ runs: [result] }) };
}

describe('a run says how its phases ended', () => {
  it('all settled, within the tolerance', async () => {
    const { phases, notes } = await phasesOf('learning.eqprop.strategy=block');
    expect(phases).toMatchObject({ count: 9, unsettled: 0 });
    expect(phases.largestResidual).toBeLessThanOrEqual(1e-3);
    expect(notes).toEqual([]);
  });

  it('none settled, where it may not sweep often enough', async () => {
    const set = ['learning.eqprop.strategy=block', 'learning.eqprop.maxSweeps=2'];
    const { phases, notes } = await phasesOf(...set, 'learning.eqprop.tolerance=1e-6');
    expect(phases).toMatchObject({ count: 9, unsettled: 9 });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('Run x: the network was not at rest when 9 of 9 phases ended');
  });

  it('steps of a fixed number do not fail, but say how far from rest they end', async () => {
    const few = await phasesOf('learning.eqprop.strategy=euler', 'learning.eqprop.freeSteps=2');
    const many = await phasesOf('learning.eqprop.strategy=euler', 'learning.eqprop.freeSteps=80');
    expect(few.phases).toMatchObject({ count: 9, unsettled: null });
    expect(few.notes).toEqual([]);
    expect(few.phases.largestResidual).toBeGreaterThan(0.1);
    expect(many.phases.largestResidual).toBeLessThan(few.phases.largestResidual!);
  });

  it('of a network that settles by currents, too', async () => {
    const set = ['network.energy=resistive', 'learning.eqprop.strategy=block'];
    const settled = await phasesOf(...set);
    expect(settled.phases).toMatchObject({ count: 9, unsettled: 0 });
    const cut = await phasesOf(...set, 'learning.eqprop.maxSweeps=2', 'learning.eqprop.tolerance=1e-7');
    expect(cut.phases).toMatchObject({ count: 9, unsettled: 9 });
    const fixed = await phasesOf(...set, 'learning.eqprop.maxSweeps=2', 'learning.eqprop.tolerance=0');
    expect(fixed.phases).toMatchObject({ count: 9, unsettled: null });
    expect(fixed.phases.largestResidual).toBeGreaterThan(0);
  });
});
