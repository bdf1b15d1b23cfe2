import type { RoundLimit, RoundsDone } from './contract/rounds.js';

/** Rounds until `round` returns no more than the tolerance, or NaN, or the limit is reached. */
export function repeatRounds({ limit, tolerance }: RoundLimit, round: (round: number) => number): RoundsDone {
  let rounds = 0;
  let change = Infinity;
  let before = Infinity;
  while (rounds < limit && change > tolerance) {
    before = change;
    change = round(rounds++);
  }
  return { rounds, change, before };
}
