import fc from 'fast-check';
import type { DeviceModel } from '../../base/device-model.js';
import { createRandom } from '../../base/random.js';
import { deviceState } from '../arbitraries.js';
import { pulseAll, read, replicasOf, roundingS, stateOf } from '../replicas.js';
import { moments, sigmas } from '../statistics.js';
import { boundsOf, type DeviceLawOptions, declaredBy } from '../subject.js';
import { defineLaw } from './law.js';

/**
 * Every conductance is finite, not negative, and within the device's bounds; write noise is seen on
 * top of them.
 */
export const staysInBounds = defineLaw({
  law: 'stays-in-bounds',
  statement: 'no pulses lead out of the bounds of the conductance',
  cases: deviceState,
  check(model: DeviceModel, given, _options: DeviceLawOptions) {
    const state = stateOf(model, given);
    const conductance = read(model, state);
    // Normals of a stream stay within 5.77 sigma.
    const slackS = roundingS(model) + 6 * declaredBy(model).writeNoiseS;
    conductance.forEach((g, device) => {
      const { lowS, highS } = boundsOf(model, state, device);
      if (g >= 0 && g >= lowS - slackS && g <= highS + slackS) return;
      throw new Error(`device ${device} reads ${g} S, expected ${lowS} to ${highS} S`);
    });
  },
});

/** A pulse up does not lower the conductance of most replicas, a pulse down does not raise it. */
export const respondsMonotonically = defineLaw({
  law: 'responds-monotonically',
  statement:
    'an up pulse lowers the conductance no more often than not, a down pulse raises it no more often',
  cases: (model: DeviceModel) => fc.record({ state: deviceState(model), up: fc.boolean() }),
  check(model, { state: given, up }, { replicas = 2048 }: DeviceLawOptions) {
    const state = replicasOf(model, given, replicas);
    const before = read(model, state)[0];
    pulseAll(model, state, { pulses: up ? 1 : -1, seed: given.seed, step: given.train.length });
    // What was read before may hold write noise of its own, within 5.77 sigma.
    const slackS = roundingS(model) + 6 * declaredBy(model).writeNoiseS;
    // A median passes through clipping at a bound unchanged, a mean does not.
    const after = read(model, state);
    const wrong = after.reduce((sum, g) => sum + ((up ? before - g : g - before) > slackS ? 1 : 0), 0);
    if (wrong / replicas <= 0.5 + sigmas / Math.sqrt(4 * replicas)) return;
    throw new Error(
      `${up ? 'an up' : 'a down'} pulse from ${before} S moved ${wrong} of ${replicas} replicas the wrong way`,
    );
  },
});

/**
 * A conductance between two that the device has shown is passed by single pulses, downward and
 * upward.
 */
export const setsThenReads = defineLaw({
  law: 'sets-then-reads',
  statement:
    'a conductance inside the range can be set by pulses, and reading it twice or in part gives the same',
  skipped: ({ oneSided }: DeviceModel) => (oneSided ? 'pulses down do nothing' : undefined),
  cases: (model) =>
    fc.record({ state: deviceState(model), share: fc.double({ min: 0.2, max: 0.8, noNaN: true }) }),
  check(model, { state: { seed, train, device }, share }, _options: DeviceLawOptions) {
    const state = stateOf(model, { seed, train });
    const random = createRandom(seed).stream('set');
    const counts = new Int32Array(16);
    let step = 0;
    const pulse = (count: number) => {
      counts[device] = count;
      model.pulse(state, counts, { count: 16, firstIndex: 0, draw: { random, step: step++ } });
      return read(model, state)[device];
    };
    const most = Math.min(Math.ceil((3 * (model.gMaxS - model.gMinS)) / model.stepS), 3000);
    const seen = [pulse(most), pulse(-most)];
    const [lowS, highS] = [Math.min(...seen), Math.max(...seen)];
    const targetS = lowS + share * (highS - lowS);
    let reachedS = seen[1];
    const set = (direction: 1 | -1) => {
      const off = () => direction * (targetS - reachedS);
      let made = 0;
      for (; off() > 0 && made < 2 * most; made++) reachedS = pulse(direction);
      if (off() <= roundingS(model)) return;
      const pulses = `${made} pulses ${direction > 0 ? 'up' : 'down'}`;
      throw new Error(`set to ${targetS} S, device ${device} still reads ${reachedS} S after ${pulses}`);
    };
    set(-1);
    set(1);
    const again = read(model, state);
    if (again[device] !== reachedS) throw new Error(`read twice: ${reachedS} S, then ${again[device]} S`);
    const part = model.conductanceInto(new Float32Array(16 - device), state, device);
    if (part[0] !== again[device]) throw new Error(`read alone: ${part[0]} S, among all: ${again[device]} S`);
  },
});

/**
 * Up then down at the symmetry point, the middle of the range, leaves the mean over devices and
 * noise where it was.
 */
export const balancesAtSymmetryPoint = defineLaw({
  law: 'balances-at-symmetry-point',
  statement:
    'an up and a down pulse at the symmetry point have no mean effect beyond second order in the step',
  skipped(model: DeviceModel) {
    const { asymmetry, levels } = declaredBy(model);
    if (model.oneSided) return 'pulses down do nothing';
    if (asymmetry === undefined) return 'no upDownAsymmetry is declared';
    if (asymmetry !== 0) return `upDownAsymmetry is ${asymmetry}, so the middle is no symmetry point`;
    return levels > 0 ? 'rounding to levels hides single steps' : undefined;
  },
  cases: () => fc.record({ seed: fc.nat() }),
  check(model, { seed }, { replicas = 2048 }: DeviceLawOptions) {
    const state = model.create(replicas, createRandom(seed).stream('devices'));
    const before = read(model, state);
    const rangeS = before.map((_, i) => {
      const { lowS, highS } = boundsOf(model, state, i);
      return highS - lowS;
    });
    pulseAll(model, state, { pulses: 1, seed, step: 0 });
    const raised = read(model, state);
    pulseAll(model, state, { pulses: -1, seed, step: 1 });
    const after = read(model, state);
    const { mean, meanError } = moments(after.map((g, i) => g - before[i]));
    // Steps that change linearly from one bound to the other change by 2 step / range in one step.
    const secondOrder = before.map((g, i) => (rangeS[i] > 0 ? (2 * (raised[i] - g) ** 2) / rangeS[i] : 0));
    const slackS = sigmas * meanError + moments(secondOrder).mean + roundingS(model);
    if (Math.abs(mean) <= slackS) return;
    throw new Error(`up then down in the middle moved the mean by ${mean} S, expected at most ${slackS} S`);
  },
});

/** What is read stands on the grid of levels, so that quantising it again changes nothing. */
export const quantisesOnce = defineLaw({
  law: 'quantises-once',
  statement: 'reads stand on the declared levels: quantising them again changes nothing',
  skipped: (model: DeviceModel) => (declaredBy(model).levels > 0 ? undefined : 'no levels are declared'),
  cases: deviceState,
  check(model, given, _options: DeviceLawOptions) {
    const spacingS = (model.gMaxS - model.gMinS) / (declaredBy(model).levels - 1);
    read(model, stateOf(model, given)).forEach((g, device) => {
      const nearest = model.gMinS + Math.round((g - model.gMinS) / spacingS) * spacingS;
      if (Math.abs(g - nearest) <= roundingS(model)) return;
      throw new Error(`device ${device} reads ${g} S, expected ${nearest} S, the nearest level`);
    });
  },
});
