import type { Relax } from './relaxation.js';

/** How the phases of a run ended; a phase is one relaxation of a batch, in training or in a test. */
export interface PhaseSummary {
  readonly count: number;
  /** Phases that ended before they were within the tolerance of rest; null where all have a fixed number of steps. */
  readonly unsettled: number | null;
  /** The largest residual of a phase, see `Relaxation`; null where what some round moved did not shrink. */
  readonly largestResidual: number | null;
}

/** Counts phases. */
export interface PhaseRecord {
  /** The relaxation itself, its phases counted; `toTolerance`: one that ends where it is settled. */
  readonly counted: (relax: Relax, options: { readonly toTolerance: boolean }) => Relax;
  readonly summary: () => PhaseSummary;
  /** Stored and put back, it goes on as if never stopped. */
  readonly memory: Float64Array;
}

export function createPhaseRecord(): PhaseRecord {
  const memory = new Float64Array(4);
  const [count, toSettle, unsettled, largest] = [0, 1, 2, 3];
  return Object.freeze<PhaseRecord>({
    memory,
    counted:
      (relax, { toTolerance }) =>
      (state, phase) => {
        const relaxation = relax(state, phase);
        memory[count]++;
        memory[toSettle] += Number(toTolerance);
        memory[unsettled] += Number(toTolerance && relaxation.status !== 'settled');
        memory[largest] = Math.max(memory[largest], relaxation.residual);
        return relaxation;
      },
    summary: () => ({
      count: memory[count],
      unsettled: memory[toSettle] > 0 ? memory[unsettled] : null,
      largestResidual: Number.isFinite(memory[largest]) ? memory[largest] : null,
    }),
  });
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
