export interface ArrayWires {
  /** Resistance of a wire from cell to cell, >= 0. */
  readonly wordLineOhm: number;
  readonly bitLineOhm: number;
  /**
   * Updates of the array from one exact solve of its wires to the next; 0 = after programming
   * alone. Between solves errors grow in proportion to the change since the last one: see
   * `updateConductanceInto`. A solve takes some 500 times as long as an update.
   */
  readonly solveEvery: number;
  /** Weight updates between two first-order updates of the wires' effect, >= 1. */
  readonly updateEvery: number;
  /** Resistance of what drives a line and of what senses one, >= 0; 0 by default. */
  readonly driverOhm?: number;
  readonly senseOhm?: number;
  /**
   * Ends of the lines that backward reads use. `near` (default): they drive the ends of bit lines
   * that forward reads sense, and sense the ends of word lines that these drive. `far`: the
   * opposite ends of both.
   */
  readonly backwardEnds?: 'near' | 'far';
}
