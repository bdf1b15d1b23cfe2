import { describe, expect, it } from 'vitest';
import { createDeviceModel, deviceModels } from '../../../devices/index.js';
import { parseYaml } from '../../../src/configuration/text/parse-yaml.js';
import { resolveConfiguration } from '../../../src/index.js';
import { runOf, weightsOf } from '../../experiments/run-fixture.js';

const configurationOf = (device: string, epochs = 3) =>
  resolveConfiguration(
    parseYaml(
      `
dataset: {name: digits, train: 480}
network: {layers: [64, 10]}
learning: {mode: supervised, epochs: ${epochs}, learningRate: 0.2, target: {winners: 1}}
hardware: {device: ${device}}
`,
      'chip.yaml',
    ),
    { source: 'chip.yaml' },
  );

const wide = (device: string, epochs: number) =>
  resolveConfiguration(
    parseYaml(
      `
dataset: {name: digits, train: 240, test: 120}
network: {layers: [64, 40]}
learning: {epochs: ${epochs}, target: {winners: 3}, backprop: {target: {winners: 3}}}
hardware: {device: ${device}}
`,
      'chip.yaml',
    ),
    { source: 'chip.yaml' },
  );

/** The example of every model, and every published set of parameters. */
const blocks = deviceModels.flatMap(({ name, example, published = {} }) => {
  const sets = Object.keys(published).map((set) => ({ model: name, published: set }));
  return [{ model: name, ...example }, ...sets].map((block) => JSON.stringify(block));
});

describe('hardware.device', () => {
  it.each([...new Set(blocks)])('%s learns the digits', async (block) => {
    const { result } = await runOf(await configurationOf(block));
    // Chance is 0.1 with a deviation of 0.016 over 360 images: 12 deviations below the limit.
    expect(result.accuracy.test).toBeGreaterThan(0.3);
  });

  it.each([...new Set(blocks)])('%s trains 64-40', async (block) => {
    const trained = await runOf(await wide(block, 1));
    // Chance is 0.1 with a deviation of 0.027 over 120 images: 3 deviations below the limit.
    expect(trained.result.accuracy.average).toBeGreaterThan(0.2);
    expect(weightsOf(trained)).not.toEqual(weightsOf(await runOf(await wide(block, 0))));
  });

  it('without learning is at chance', async () => {
    const { result } = await runOf(await configurationOf(blocks[0], 0));
    expect(result.accuracy.test).toBeLessThan(0.2);
  });

  it('takes parameters beside a published set before those of the set', async () => {
    const { hardware } = await configurationOf('{model: vteam, published: vteam, rOffOhm: 2 kohm}');
    const { device } = hardware as Exclude<typeof hardware, 'ideal'>;
    expect(device).toEqual({ model: 'vteam', published: 'vteam', rOffOhm: 2000 });
    expect(createDeviceModel(device as never).gMinS).toBeCloseTo(1 / 2000, 9);
  });

  it.each([
    ['{model: vteem}', 'hardware.device.model: "vteem", expected one of '],
    ['{model: vteem}', '; did you mean vteam?'],
    ['{model: vteam}', 'hardware.device.rOnOhm: nothing, expected a number in '],
    [
      '{model: vteam, published: vtem}',
      'hardware.device.published: "vtem", expected vteam; did you mean vteam?',
    ],
    ['{model: vteam, published: vteam, gama: 1}', 'hardware.device.gama: unknown key'],
    ['{model: vteam, published: vteam, voltageUpV: 0.1}', 'expected parameters that go together: '],
    ['{model: pow-step, published: mine}', 'hardware.device.published: unknown key'],
  ])('%s is refused', async (block, line) => {
    await expect(configurationOf(block)).rejects.toThrow(line);
  });
});

describe('the list of device models', () => {
  it.each(deviceModels.map((model) => [model.name, model] as const))('%s is whole', (name, model) => {
    expect(deviceModels.filter((other) => other.name === name)).toHaveLength(1);
    expect(model.summary).not.toBe('');
    expect(model.source).toMatch(/doi|arXiv/);
    const made = createDeviceModel({ model: name, ...model.example });
    expect(made.gMinS).toBeLessThan(made.gMaxS);
  });
});
