import type { NodeStates } from './quadratic-form.js';

/** Where the units of every layer must stay. */
export interface StateBounds {
  readonly lower: NodeStates;
  readonly upper: NodeStates;
}
