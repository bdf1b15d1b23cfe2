import {
  copyForm,
  createForm,
  createStates,
  type NodeStates,
  type QuadraticForm,
} from '../quadratic-form.js';
import type { StateBounds } from '../state-bounds.js';
import { coContent, type Diodes } from './diodes.js';

/** A term of an energy, of second order in the states. */
export interface EnergyTerm {
  readonly value: (state: NodeStates) => number;
  /** form += factor times this. */
  readonly addTo: (form: QuadraticForm, factor: number) => void;
}

/** A term that is linear in parameters to be learned. */
export interface LearnedTerm extends EnergyTerm {
  readonly parameters: Float64Array;
  /** out = dE/d(parameters). */
  readonly gradientInto: (out: Float64Array, state: NodeStates) => void;
}

/**
 * The function that a settled network minimises: a sum of terms over the states between their
 * bounds.
 */
export interface Energy {
  /** Units a layer; those of layer 0 are held. */
  readonly layers: readonly number[];
  readonly walls: StateBounds;
  readonly terms: readonly EnergyTerm[];
  /**
   * Those of the terms that learn: weights[l] joins layers l and l + 1, biases[l] acts on layer l +
   * 1.
   */
  readonly weights: readonly LearnedTerm[];
  readonly biases: readonly LearnedTerm[];
  /** In place of bounds, which are then open. */
  readonly diodes?: Diodes;
}

/** Value at a state. */
export function energyOf({ terms, diodes }: Pick<Energy, 'terms' | 'diodes'>, state: NodeStates): number {
  return terms.reduce((sum, term) => sum + term.value(state), diodes ? coContent(diodes, state) : 0);
}

/** E + beta C: how a cost nudges. beta may be negative. */
export function nudged(energy: Energy, cost: EnergyTerm, beta: number): Energy {
  return Object.freeze<Energy>({ ...energy, terms: [...energy.terms, scaled(cost, beta)] });
}

export function scaled(term: EnergyTerm, factor: number): EnergyTerm {
  return Object.freeze<EnergyTerm>({
    value: (state) => factor * term.value(state),
    addTo: (form, by) => term.addTo(form, by * factor),
  });
}

/** All terms summed up as one form, without diodes. O(weights). */
export function formOf({ layers, terms }: Energy): QuadraticForm {
  const form = createForm(layers);
  for (const term of terms) term.addTo(form, 1);
  return form;
}

/** A form with one more term, which must join no layers. */
export function withTerm(form: QuadraticForm, term: EnergyTerm, factor: number): QuadraticForm {
  const sum = copyForm(form);
  term.addTo(sum, factor);
  return sum;
}

/** Bounds at plus and minus infinity. */
export function openWalls(layers: readonly number[]): StateBounds {
  const at = (value: number) => createStates(layers).map((layer) => layer.fill(value));
  return { lower: at(-Infinity), upper: at(Infinity) };
}
