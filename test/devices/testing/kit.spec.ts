import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constantStep,
  type DeviceModel,
  linearStep,
  softBounds,
  softBoundsReference,
  withLevels,
  withStuckCells,
} from '../../../devices/index.js';
import {
  assertDeviceModel,
  brokenModels,
  brokenOdeDevices,
  checkDeviceModel,
  deviceLaws,
  odeLaws,
  pulsedParameters,
  staysInBounds,
} from '../../../devices/testing/index.js';

const parameters = { gMinS: 1e-6, gMaxS: 2e-5, states: 60, deviceVariation: { step: 0.2, bounds: 0.1 } };
const noisy = { ...parameters, cycleNoise: 0.3 };

describe('sound models pass', () => {
  const models: [string, DeviceModel, DeviceModel][] = [
    ['constant step', constantStep(noisy), constantStep(parameters)],
    ['soft bounds', softBounds(noisy), softBounds(parameters)],
    ['levels', withLevels(softBounds(noisy), 16), withLevels(softBounds(parameters), 16)],
  ];
  it.each(models)('%s', (_, model, noiseless) => assertDeviceModel(model, { noiseless }));

  it('soft bounds read against a reference, of a range that weight 0 is not the middle of', () => {
    const given = { gMinS: 1e-6, gMaxS: 2e-5, weightMin: -0.4, weightMax: 1, step: 0.02 };
    assertDeviceModel(softBoundsReference({ ...given, cycleNoise: 0.3 }));
  });

  it('steps that are said to be log-normal, but do not vary', () => {
    const given = { gMinS: 1e-6, gMaxS: 2e-5, weightMin: -1, weightMax: 1, step: 0.02 };
    assertDeviceModel(linearStep({ ...given, deviceVariation: { step: 0, stepLogNormal: true } }));
  });

  it('stuck cells', () => {
    const model = withStuckCells(softBounds(noisy), { low: 0.1, high: 0.1 });
    assertDeviceModel(model, { noiseless: withStuckCells(softBounds(parameters), { low: 0.1, high: 0.1 }) });
  });

  it('whatever their parameters', () => {
    const property = fc.property(pulsedParameters(), fc.nat(), (given, seed) => {
      const noiseless = softBounds({ ...given, cycleNoise: 0 });
      assertDeviceModel(softBounds(given), { noiseless, seed, runs: 2, replicas: 512 });
    });
    fc.assert(property, { seed: 1, numRuns: 20 });
  });
});

describe('broken models fail', () => {
  it.each(brokenModels.map((broken) => [`${broken.breaks}: ${broken.mistake}`, broken] as const))(
    '%s',
    (_, { breaks, subject, noiseless }) => {
      const law = deviceLaws.find(({ law }) => law === breaks)!;
      const report = law.report(subject, { ...(noiseless && { noiseless }) });
      expect(report).toMatchObject({ law: breaks, status: 'failed', counterexample: expect.any(String) });
    },
  );

  it.each(brokenOdeDevices.map((broken) => [`${broken.breaks}: ${broken.mistake}`, broken] as const))(
    '%s',
    (_, { breaks, subject }) => {
      const law = odeLaws.find(({ law }) => law === breaks)!;
      expect(law.report(subject)).toMatchObject({ status: 'failed', counterexample: expect.any(String) });
    },
  );

  it('at least one for each law', () => {
    const lawNames = (laws: readonly { law: string }[]) => laws.map(({ law }) => law).sort();
    const broken = (models: readonly { breaks: string }[]) =>
      [...new Set(models.map((m) => m.breaks))].sort();
    expect(broken(brokenModels)).toEqual(lawNames(deviceLaws));
    expect(broken(brokenOdeDevices)).toEqual(lawNames(odeLaws));
  });
});

describe('a report', () => {
  const [unclipped] = brokenModels;

  it('names the law, the smallest case and the seed, the same for the same seed', () => {
    const report = () => checkDeviceModel(unclipped.subject, { seed: 7 });
    const [first] = report().laws;
    expect(first).toMatchObject({ law: 'stays-in-bounds', status: 'failed', seed: 7 });
    // Shrunk to one call of just more pulses than half the range holds.
    expect(first.counterexample).toMatch(/"train":\[-?\d+(,-?\d+)?\]/);
    expect(report()).toEqual(report());
  });

  it('tells why a law was skipped', () => {
    const skip = { 'stays-in-bounds': 'known to leave them' };
    const { laws } = checkDeviceModel(unclipped.subject, { skip });
    expect(laws[0]).toEqual({
      law: 'stays-in-bounds',
      status: 'skipped',
      reason: 'known to leave them',
      seed: 1,
    });
    const reasons = checkDeviceModel(constantStep(parameters)).laws.filter(
      ({ status }) => status === 'skipped',
    );
    for (const { reason } of reasons) expect(reason).toMatch(/\w/);
  });

  it('holds what a model throws, and a conductance that is not a number', () => {
    const throwing = {
      ...constantStep(parameters),
      pulse: () => {
        throw new Error('no such pulse');
      },
    };
    expect(checkDeviceModel(throwing).laws[1]).toMatchObject({ status: 'failed', reason: 'no such pulse' });
    const nan = { ...constantStep(parameters), conductanceInto: (out: Float32Array) => out.fill(Number.NaN) };
    expect(checkDeviceModel(nan).laws[0].reason).toMatch(/reads NaN S, expected a finite conductance/);
  });

  it('is thrown by a law called as a function', () => {
    expect(() => staysInBounds(constantStep(parameters))).not.toThrow();
    expect(() => staysInBounds(unclipped.subject)).toThrow(/^stays-in-bounds: device \d+ reads .* seed 1\)$/);
  });
});
