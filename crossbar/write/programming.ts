import { checkInteger, checkNumber, type DeviceModel, type RandomStream } from '../../devices/index.js';
import type { Cells, Side } from '../array/cells.js';
import { createGoals } from '../goals.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import { panelCount } from '../kernels/contract/panels.js';
import { createSteering } from '../steering.js';
import type { WriteAccount, WriteCounters } from './write-account.js';

export interface VerifyOptions {
  /**
   * Most rounds of looking and pulsing, >= 1; 200 by default. A device that comes no nearer is
   * given up before, see `createSteering`.
   */
  readonly rounds?: number;
  /**
   * A device is done within this of its target, as a share of gMaxS - gMinS; by default half a
   * level, 0 where conductance is continuous. Nothing smaller than half a mid-range step is ever
   * asked for.
   */
  readonly tolerance?: number | undefined;
}

export interface ProgrammingCounters {
  /** Weights programmed so far, and those that the devices' bounds clipped. */
  weights: number;
  clipped: number;
  /** Looks at devices, which are free of read noise: a chip has the time to average them. */
  verifications: number;
  /** Devices programmed, and those that did not come within tolerance of their targets. */
  devices: number;
  unsettled: number;
  /** Sum of the squares of what the latter miss, in units of weight. */
  missingSquared: number;
}

export interface ProgrammerOptions {
  readonly cells: Cells;
  readonly device: DeviceModel;
  /** The most pulses that a device gets in one round. */
  readonly pulses: number;
  readonly verify: VerifyOptions;
  readonly kernels: Kernels;
  readonly cycle: Readonly<Record<Side, RandomStream>>;
  readonly account: WriteAccount;
  readonly counters: ProgrammingCounters & WriteCounters;
}

/**
 * Brings cells to `weights` [rows, cols] by write and verify, see `createSteering`, `step`
 * numbering the first round's draws; returns the number after the last. Targets are clipped to the
 * nominal bounds. What programming leaves on a device is no part of what is steered: it is drawn
 * about the conductance that was reached, see `DeviceModel.leaveError`.
 */
export type Programmer = (weights: Float32Array, step: number) => number;

/** Throws InputError. */
export function createProgrammer(options: ProgrammerOptions): Programmer {
  const { cells, device, verify, kernels, cycle, account, counters } = options;
  const { rounds = 200, tolerance: share } = verify;
  checkInteger('write.verify.rounds', rounds, { min: 1 });
  if (share !== undefined) checkNumber('write.verify.tolerance', share, { min: 0, max: 1 });
  const { weights, mapping, scaleS } = cells;
  const { gMinS, gMaxS, stepS, levelGrid } = device;
  // A target between two levels is half a level from both, in single precision.
  const halfLevelS = levelGrid ? levelGrid.spacingS / 2 + 2 ** -22 * gMaxS : 0;
  const shareS = share === undefined ? null : share * (gMaxS - gMinS);
  const toleranceS = Math.max(stepS / 2, shareS ?? halfLevelS);
  // The tolerances of a pair's devices add up; levels are right, or a whole one off.
  const gapToleranceS = Math.max(stepS, shareS === null ? halfLevelS : 2 * shareS);
  const written: readonly Side[] = mapping.minusMoves ? ['plus', 'minus'] : ['plus'];

  let scratch: Scratch | null = null;
  const all = { count: weights.data.length, firstIndex: 0 };
  const span = { from: 0, to: panelCount(weights.rows) };

  const applyPulses = ({ seenS, pulses }: Scratch, side: Side, step: number) => {
    const { notes } = account;
    account.begin();
    kernels.countPulses(notes, pulses, {
      span,
      depth: weights.depth,
      plusS: seenS,
      minusS: null,
      minusTaken: null,
      plusTaken: side === 'plus' ? notes.plusTaken : notes.minusTaken!,
    });
    account.end(counters, { paired: false });
    cells.pulse(side, pulses, { ...all, draw: { random: cycle[side], step } });
  };

  const noteMissing = (gapsS: Float64Array, allowedS: number) => {
    for (const gapS of gapsS) {
      if (!(Math.abs(gapS) > allowedS)) continue;
      counters.unsettled++;
      counters.missingSquared += (gapS / scaleS) ** 2;
    }
  };

  /**
   * Brings the devices of a side to their goals; returns the number of the first draw that it left.
   */
  const steer = ({ seenS, pulses }: Scratch, side: Side, { goalsS, firstStep }: SideGoals) => {
    const steering = createSteering({ goalsS, device, pulses: options.pulses, toleranceS });
    pulses.fill(0);
    for (let round = 0; ; round++) {
      cells.leaveError(side, null);
      cells.conductanceInto(seenS, side, 0);
      counters.verifications += weights.rows * weights.cols;
      const isOver = round === rounds || steering.countPulses(pulses, seenS, rounds - round) === 0;
      if (!isOver) {
        applyPulses({ seenS, pulses }, side, firstStep + round);
        continue;
      }
      if (!mapping.closesGaps)
        noteMissing(
          goalsS.map((goalS, i) => goalS - seenS[i]),
          toleranceS,
        );
      // By the number of the first round, so that it does not depend on how many there were.
      cells.leaveError(side, { random: cycle[side], step: firstStep });
      return firstStep + Math.max(round, Number(device.leaveError !== undefined));
    }
  };

  /**
   * What a pair's G+ - G- is above the difference of its goals, without the errors that programming
   * leaves.
   */
  const gapsOf = ({ plus, minus }: Readonly<Record<Side, Float64Array>>) => {
    const [plusS, minusS] = [new Float32Array(all.count), new Float32Array(all.count)];
    for (const side of written) cells.leaveError(side, null);
    cells.conductanceInto(plusS, 'plus', 0);
    cells.conductanceInto(minusS, 'minus', 0);
    const gapS = plus.map((goalS, i) => plusS[i] - minusS[i] - (goalS - minus[i]));
    return { gapS, plusS, minusS };
  };

  /**
   * Raises G- where the difference is too large, and G+ where it is too small; returns the number
   * after its draws.
   */
  const closeGaps = (own: Scratch, goals: Readonly<Record<Side, Float64Array>>, firstStep: number) => {
    const { gapS, plusS, minusS } = gapsOf(goals);
    const raised = (standsS: Float32Array, sign: number) =>
      gapS.map((gap, i) =>
        sign * gap > gapToleranceS ? Math.min(standsS[i] + sign * gap, gMaxS) : Number.NaN,
      );
    const goalsS = { plus: raised(plusS, -1), minus: raised(minusS, 1) };
    const steps = written.map((side) => steer(own, side, { goalsS: goalsS[side], firstStep }));
    noteMissing(gapsOf(goals).gapS, gapToleranceS);
    for (const side of written) cells.leaveError(side, { random: cycle[side], step: firstStep });
    return Math.max(...steps);
  };

  return (matrix, firstStep) => {
    scratch ??= { seenS: kernels.float32(all.count), pulses: kernels.int32(all.count) };
    const goals = createGoals(cells, device, matrix);
    let step = firstStep;
    for (const side of written) {
      step = Math.max(step, steer(scratch, side, { goalsS: goals[side], firstStep }));
    }
    if (mapping.closesGaps) step = closeGaps(scratch, goals, step);
    counters.weights += matrix.length;
    counters.clipped += goals.clipped;
    counters.devices += matrix.length * written.length;
    cells.refresh(span);
    return step;
  };
}

interface Scratch {
  readonly seenS: Float32Array;
  readonly pulses: Int32Array;
}

interface SideGoals {
  readonly goalsS: Float64Array;
  readonly firstStep: number;
}
