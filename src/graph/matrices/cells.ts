/**
 * What a recurrent cell does with the products of its two matrices, all numbers in [batch, ...].
 */
export interface Cell {
  /** Rows of a matrix for each hidden unit. */
  readonly gates: number;
  /**
   * Writes the next state over h and c [batch, units]. `fromInput` [batch, gates units] is W x;
   * `recur` gives R times a state; `bias` holds those of W, then those of R.
   */
  readonly step: (state: CellState, fromInput: Float32Array, options: CellStep) => void;
}

export interface CellState {
  readonly h: Float32Array;
  readonly c: Float32Array;
}

export interface CellStep {
  readonly units: number;
  readonly recur: (state: Float32Array) => Float32Array;
  readonly bias: Float32Array;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Long short-term memory, gates in the order input, output, forget, cell. */
export const lstmCell: Cell = Object.freeze<Cell>({
  gates: 4,
  step({ h, c }, fromInput, { units, recur, bias }) {
    const fromState = recur(h);
    const wide = 4 * units;
    const summed = (i: number, gate: number, unit: number) => {
      const at = gate * units + unit;
      return fromInput[i * wide + at] + fromState[i * wide + at] + bias[at] + bias[wide + at];
    };
    for (let k = 0; k < h.length; k++) {
      const unit = k % units;
      const i = (k - unit) / units;
      const candidate = Math.tanh(summed(i, 3, unit));
      c[k] = sigmoid(summed(i, 2, unit)) * c[k] + sigmoid(summed(i, 0, unit)) * candidate;
      h[k] = sigmoid(summed(i, 1, unit)) * Math.tanh(c[k]);
    }
  },
});

/**
 * A gated recurrent unit, gates in the order update, reset, candidate. `resetsProduct`: the reset
 * gate acts behind R, as in PyTorch and in Keras with `reset_after`; else on the state before it.
 */
export const gruCell = (resetsProduct: boolean): Cell =>
  Object.freeze<Cell>({
    gates: 3,
    step({ h }, fromInput, { units, recur, bias }) {
      const wide = 3 * units;
      const fromState = recur(h);
      const gate = (k: number, which: number) => {
        const unit = k % units;
        const at = ((k - unit) / units) * wide + which * units + unit;
        const b = which * units + unit;
        return sigmoid(fromInput[at] + fromState[at] + bias[b] + bias[wide + b]);
      };
      const resets = h.map((_, k) => gate(k, 1));
      const candidates = resetsProduct ? fromState : recur(h.map((value, k) => resets[k] * value));
      for (let k = 0; k < h.length; k++) {
        const unit = k % units;
        const at = ((k - unit) / units) * wide + 2 * units + unit;
        const b = 2 * units + unit;
        const recurrent = candidates[at] + bias[wide + b];
        const candidate = Math.tanh(
          fromInput[at] + bias[b] + (resetsProduct ? resets[k] * recurrent : recurrent),
        );
        const update = gate(k, 0);
        h[k] = (1 - update) * candidate + update * h[k];
      }
    },
  });

/** A plain recurrent cell. */
export const rnnCell = (activation: (x: number) => number): Cell =>
  Object.freeze<Cell>({
    gates: 1,
    step({ h }, fromInput, { units, recur, bias }) {
      const fromState = recur(h);
      for (let k = 0; k < h.length; k++) {
        const unit = k % units;
        h[k] = activation(fromInput[k] + fromState[k] + bias[unit] + bias[units + unit]);
      }
    },
  });
