import { checkInteger, checkNumber, type DeviceModel, type RandomStream } from '../devices/index.js';
import type { Cells, Side } from './cells.js';
import { createGoals } from './goals.js';
import type { Kernels } from './kernels/kernels.js';
import { panelCount } from './kernels/panels.js';
import type { WriteAccount, WriteCounters } from './write-account.js';

export interface VerifyOptions {
  /** Most rounds of looking and pulsing, >= 1; 20 by default. */
  readonly rounds?: number;
  /**
   * A device is done within this of its target, as a share of gMaxS - gMinS; by default half a level, 0 where conductance is
   * continuous. Nothing smaller than half a mid-range step is ever asked for.
   */
  readonly tolerance?: number | undefined;
}

export interface ProgrammingCounters {
  /** Weights programmed so far, and those that the devices' bounds clipped. */
  weights: number;
  clipped: number;
  /** Looks at devices, and those that were not within tolerance at the end of the rounds. */
  verifications: number;
  unsettled: number;
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
 * Brings cells to `weights` [rows, cols] by write and verify: pulses by the noiseless difference between target and
 * conductance, round after round, `step` numbering the first one's draws; returns the number after the last. Targets are
 * clipped to the nominal bounds. Where steps shrink, near a soft bound, the rounds may end before the target.
 */
export type Programmer = (weights: Float32Array, step: number) => number;

/** Throws InputError. */
export function createProgrammer(options: ProgrammerOptions): Programmer {
  const { cells, device, verify, kernels, cycle, account, counters } = options;
  const { rounds = 20, tolerance: share } = verify;
  checkInteger('write.verify.rounds', rounds, { min: 1 });
  if (share !== undefined) checkNumber('write.verify.tolerance', share, { min: 0, max: 1 });
  const { weights, mapping } = cells;
  const { gMinS, gMaxS, stepS, conductanceGrid } = device;
  const tolerance = share === undefined ? (conductanceGrid?.spacingS ?? 0) / 2 : share * (gMaxS - gMinS);
  const written: readonly Side[] = mapping.minusMoves ? ['plus', 'minus'] : ['plus'];

  let scratch: Scratch | null = null;
  const all = { count: weights.data.length, firstIndex: 0 };
  const span = { from: 0, to: panelCount(weights.rows) };
  const rounding = { ...all, factor: 1 / stepS, limit: options.pulses, draw: null };

  /** Pulses that a side needs to come to its goals; returns how many devices get any. */
  const countPulses = ({ conductanceS, missingS, pulses }: Scratch, side: Side, goalS: Float64Array) => {
    cells.conductanceInto(conductanceS, side, 0);
    for (let i = 0; i < all.count; i++) {
      const gap = goalS[i] - conductanceS[i];
      missingS[i] = Math.abs(gap) > tolerance ? gap : 0;
    }
    return kernels.roundInto(pulses, missingS, rounding);
  };

  const applyPulses = ({ conductanceS, pulses }: Scratch, side: Side, step: number) => {
    const { notes } = account;
    account.begin();
    kernels.tallyPulses(notes, pulses, {
      ...{ span, depth: weights.depth, plusS: conductanceS, minusS: null, minusTaken: null },
      plusTaken: side === 'plus' ? notes.plusTaken : notes.minusTaken!,
    });
    account.end(counters, { paired: false });
    cells.pulse(side, pulses, { ...all, draw: { random: cycle[side], step } });
  };

  return (matrix, firstStep) => {
    scratch ??= createScratch(kernels, all.count);
    const goals = createGoals(cells, device, matrix);
    counters.weights += matrix.length;
    counters.clipped += goals.clipped;
    let step = firstStep;
    for (let round = 0; ; round++, step++) {
      let missing = 0;
      for (const side of written) {
        const devices = countPulses(scratch, side, goals[side]);
        missing += devices;
        if (devices > 0 && round < rounds) applyPulses(scratch, side, step);
      }
      counters.verifications += matrix.length * written.length;
      if (missing > 0 && round < rounds) continue;
      counters.unsettled += missing;
      cells.refresh(span);
      return step;
    }
  };
}

interface Scratch {
  readonly conductanceS: Float32Array;
  readonly missingS: Float32Array;
  readonly pulses: Int32Array;
}

function createScratch({ float32, int32 }: Kernels, count: number): Scratch {
  return { conductanceS: float32(count), missingS: float32(count), pulses: int32(count) };
}
