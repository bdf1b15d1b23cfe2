import type { Relax } from './relaxation.js';

/**
 * How the phases of a run ended; a phase is one relaxation of a batch, in training or in the last
 * test.
 */
export interface PhaseSummary {
  readonly count: number;
  /**
   * Phases that ended before they were within the tolerance of rest; null where all have a fixed
   * number of steps.
   */
  readonly unsettled: number | null;
  /**
   * The largest residual of a phase, see `Relaxation`; null where what some round moved did not
   * shrink.
   */
  readonly largestResidual: number | null;
}

/** Counts phases. */
export interface PhaseRecord {
  /**
   * The relaxation itself, its phases counted; `toTolerance`: one that ends where it is settled.
   */
  readonly counted: (relax: Relax, options: { readonly toTolerance: boolean }) => Relax;
  /** A test begins, whose phases take the place of those of the test before; or it has ended. */
  readonly setTesting: (isTesting: boolean) => void;
  readonly summary: () => PhaseSummary;
  /** A record to which it is restored continues as if it had never stopped. */
  readonly memory: Float64Array;
}

/** Numbers kept of training, and as many of the last test. */
const kept = 4;

export function createPhaseRecord(): PhaseRecord {
  const memory = new Float64Array(2 * kept);
  const training = memory.subarray(0, kept);
  const test = memory.subarray(kept);
  let now = training;
  return Object.freeze<PhaseRecord>({
    memory,
    counted:
      (relax, { toTolerance }) =>
      (state, phase) => {
        const relaxation = relax(state, phase);
        now[0]++;
        now[1] += Number(toTolerance);
        now[2] += Number(toTolerance && relaxation.status !== 'settled');
        now[3] = Math.max(now[3], relaxation.residual);
        return relaxation;
      },
    setTesting(isTesting) {
      now = isTesting ? test.fill(0) : training;
    },
    summary: () => addedPhases(summaryOf(training), summaryOf(test)),
  });
}

function summaryOf([count, toSettle, unsettled, largest]: Float64Array): PhaseSummary {
  return {
    count,
    unsettled: toSettle > 0 ? unsettled : null,
    largestResidual: Number.isFinite(largest) ? largest : null,
  };
}

/** Of two records, such as those of a network in training and of its copy in a test. */
export function addedPhases(a: PhaseSummary, b: PhaseSummary): PhaseSummary {
  const isKnown = a.largestResidual !== null && b.largestResidual !== null;
  return {
    count: a.count + b.count,
    unsettled: a.unsettled === null ? b.unsettled : a.unsettled + (b.unsettled ?? 0),
    largestResidual: isKnown ? Math.max(a.largestResidual, b.largestResidual) : null,
  };
}
