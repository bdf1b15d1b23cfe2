import type { WireNetwork } from './network.js';
import { settleWires, type WireSettleOptions, type WireStatus } from './settle.js';
import { sourceSharesInto, wordLineVoltagesInto } from './word-line-voltages.js';
import { factor, type WireWorkspace } from './workspace.js';

/** Matrices [rows, cols] that a solve fills. */
export interface WireFields {
  readonly wordLineV: Float64Array;
  readonly bitLineV: Float64Array;
  readonly cellCurrentA: Float64Array;
}

export function createWireFields(size: number): WireFields {
  return {
    wordLineV: new Float64Array(size),
    bitLineV: new Float64Array(size),
    cellCurrentA: new Float64Array(size),
  };
}

export interface LinearProblem {
  readonly network: WireNetwork;
  readonly voltageV: ArrayLike<number>;
  readonly workspace: WireWorkspace;
  readonly options: WireSettleOptions;
  /** Cells carry cellS V + extraA. */
  readonly cellS: Float64Array;
  readonly extraA: Float64Array | null;
}

/** Fills the fields of a network of linear cells. */
export function solveLinear(fields: WireFields, problem: LinearProblem): WireStatus {
  const { network, workspace, options, cellS, extraA } = problem;
  const { wordLineV, bitLineV, cellCurrentA } = fields;
  factor(workspace, network, cellS);
  workspace.bitLineV.fill(0);
  wordLinesInto(wordLineV, problem);
  for (let at = 0; at < wordLineV.length; at++) {
    workspace.imbalanceA[at] = cellS[at] * wordLineV[at] + (extraA ? extraA[at] : 0);
  }
  const status = settleWires(workspace, options);
  bitLineV.set(workspace.bitLineV);
  wordLinesInto(wordLineV, problem);
  for (let at = 0; at < wordLineV.length; at++) {
    cellCurrentA[at] = cellS[at] * (wordLineV[at] - bitLineV[at]) + (extraA ? extraA[at] : 0);
  }
  return status;
}

/** out = voltages of the word lines, the bit lines being as the workspace has them. */
function wordLinesInto(out: Float64Array, { network, voltageV, workspace, cellS, extraA }: LinearProblem) {
  const { cols } = network;
  const { scratch, bitLineV, word } = workspace;
  for (let at = 0; at < out.length; at++) out[at] = cellS[at] * bitLineV[at] - (extraA ? extraA[at] : 0);
  wordLineVoltagesInto(out, word, workspace);
  sourceSharesInto(scratch, word, cols);
  for (let at = 0; at < out.length; at++) out[at] += scratch[at] * voltageV[Math.floor(at / cols)];
}
