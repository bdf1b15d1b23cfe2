import type { Kernels } from '../contract/kernels.js';
import type { RoundCall, RoundLimit, RoundsDone } from '../contract/rounds.js';
import { repeatRounds } from '../repeat-rounds.js';

/** `Kernels.repeat` by one call of the kernels after another. */
export function repeatCalls(kernels: Kernels, calls: readonly RoundCall[], until: RoundLimit): RoundsDone {
  return repeatRounds(until, () =>
    calls.reduce((change, call) => Math.max(change, changeBy(kernels, call)), 0),
  );
}

function changeBy(kernels: Kernels, call: RoundCall): number {
  if (call.kind === 'leak') return kernels.leakInto(call.state, call.layer);
  if (call.kind === 'settle') return kernels.settleInto(call.state, call.layer);
  if (call.kind === 'other') call.call();
  else {
    kernels.packChanges(call.packed, call.state, call);
    kernels.multiplyInto(call.out, call.packed, call.panels, { keep: true });
  }
  return 0;
}
