import { describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import type { Mapping } from '../../../src/configuration/plain-data.js';
import { importedNotes } from '../../../src/experiments/notes/imported-notes.js';
import { summary } from '../../../src/report/pages/summary.js';
import { result, run } from '../../report/sample-result.js';
import { kindsOfNetwork } from '../kinds-of-network.js';

const file = 'model.npz';
const ids = { eqprop: 'eqprop-ideal', backprop: 'backprop-ideal' };

/** What is said of a network with weights from a file, run by `rule`. */
async function notes(network: Mapping, rule: keyof typeof ids = 'backprop', learning: Mapping = {}) {
  const raw = { dataset: { name: 'digits' }, network, learning };
  const config = await resolveConfiguration(raw, { source: 'test' });
  const runs = [run(ids[rule], 0.9)];
  const found = importedNotes({ config, runs });
  const report = summary(result({ config, runs }));
  for (const note of found) expect(report).toContain(note);
  return found.join('\n');
}

describe('weights from a file', () => {
  const order =
    'All layers in model.npz are square, so that shapes do not tell the order of their axes: [units, units before] is assumed';

  it.each([
    [[64, 64], true],
    [[64, 64, 64], true],
    [[64, 64, 10], false],
    [[64, 32, 64], false],
  ])('of layers %j: their order is said to be assumed, %s', async (layers, isSaid) => {
    expect((await notes({ layers, weights: file })).includes(order)).toBe(isSaid);
    expect(await notes({ layers })).toBe('');
  });

  it('of a resistive network are square where every pixel counts twice', () => {
    const noted = (layers: number[]) =>
      importedNotes({
        config: { network: { layers, energy: 'resistive', weights: file }, learning: {} },
        runs: [run('eqprop-ideal', 0.9)],
      });
    expect(noted([64, 128])).toEqual([expect.stringContaining(order)]);
    expect(noted([64, 64])).toEqual([]);
  });

  const [, { network, learning }] = kindsOfNetwork.find(([name]) => name === 'a pooled convolution, EqProp')!;
  const relaxes = 'By rule eqprop the network relaxes, each hidden layer driven from both sides';

  it.each<[string, Mapping, keyof typeof ids, Mapping, boolean]>([
    ['with a hidden layer, by eqprop', { layers: [64, 40, 10] }, 'eqprop', {}, true],
    ['with a convolution, by eqprop', network as Mapping, 'eqprop', learning as Mapping, true],
    ['with a hidden layer, by backprop', { layers: [64, 40, 10] }, 'backprop', {}, false],
    ['without a hidden layer', { layers: [64, 40] }, 'eqprop', {}, false],
    [
      'whose outputs are a softmax, which no layer feels',
      { layers: [64, 40, 10] },
      'eqprop',
      { mode: 'supervised', loss: 'cross-entropy' },
      false,
    ],
  ])(
    'of a network %s: relaxing is said where they may mean feed-forward',
    async (_, network, rule, learning, isSaid) => {
      expect((await notes({ ...network, weights: file }, rule, learning)).includes(relaxes)).toBe(isSaid);
    },
  );

  it('are no matter of results that name no network', () => {
    expect(importedNotes(result())).toEqual([]);
    expect(importedNotes(result({ config: null }))).toEqual([]);
  });
});
