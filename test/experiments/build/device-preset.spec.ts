import { describe, expect, test } from 'vitest';
import { createCrossbar } from '../../../crossbar/index.js';
import { createTypescriptKernels } from '../../../crossbar/kernels/typescript/typescript-kernels.js';
import { createRandom, presets } from '../../../devices/index.js';
import {
  type ChipConfiguration,
  configurationYaml,
  resolveConfiguration,
} from '../../../src/configuration/configuration.js';
import { createChipDevice } from '../../../src/configuration/device/chip-device.js';
import { parseYaml } from '../../../src/configuration/text/parse-yaml.js';
import { arrayOptions } from '../../../src/experiments/build/chip.js';

const source = 'chip.yaml';
const resolve = (text: string, set: readonly string[] = []) =>
  resolveConfiguration(parseYaml(text, source), { source, set });
const chipOf = async (preset: string) =>
  (await resolve(`hardware: {device: {preset: ${preset}}}`)).hardware as ChipConfiguration;

describe('hardware.device.preset', () => {
  test('is all there is of the device, and resolves to itself', async () => {
    const configuration = await resolve('hardware: {device: {preset: ecram}, array: {levels: 0}}');
    expect(configuration.hardware).toMatchObject({ device: { preset: 'ecram' }, array: { levels: 0 } });
    expect((configuration.hardware as ChipConfiguration).device).toEqual({ preset: 'ecram' });
    expect(await resolve(configurationYaml(configuration))).toEqual(configuration);
    const assigned = await resolve('{}', ['hardware.device.preset=ecram', 'hardware.array.levels=0']);
    expect(assigned).toEqual(configuration);
  });

  test.each([
    ['{preset: ecramm}', /^chip\.yaml: hardware\.device\.preset: "ecramm", expected one of reram-es, /],
    [
      '{preset: ecram, states: 500}',
      /^chip\.yaml: hardware\.device\.states: 500, expected nothing beside preset, which has all parameters of its own$/,
    ],
  ])('%s is refused', async (device, message) => {
    await expect(resolve(`hardware: {device: ${device}}`)).rejects.toThrow(message);
  });

  test.each(presets.map(({ name }) => name))('%s makes an array that learns', async (name) => {
    const chip = await chipOf(name);
    const [rows, cols] = [4, 8];
    const crossbar = createCrossbar({
      ...arrayOptions(chip),
      rows,
      cols,
      random: createRandom(3),
      kernels: createTypescriptKernels(),
      maxBatch: 1,
    });
    const weights = () => crossbar.weightsInto(new Float32Array(rows * cols));
    const mean = (w: Float32Array) => w.reduce((sum, x) => sum + x, 0) / w.length;
    const before = mean(weights());
    const ask = (sign: number) =>
      crossbar.update({
        post: new Float32Array(rows).fill(1),
        pre: new Float32Array(cols).fill(1),
        rows: 1,
        scale: sign * 0.1,
      });
    for (let i = 0; i < 10; i++) ask(1);
    const risen = mean(weights());
    expect(risen).toBeGreaterThan(before);
    for (let i = 0; i < 20; i++) ask(-1);
    expect(mean(weights())).toBeLessThan(risen);
    expect(createChipDevice(chip).oneSided).toBeUndefined();
  });
});
