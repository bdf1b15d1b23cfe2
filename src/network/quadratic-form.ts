/** A number for every unit of every layer, in double precision; layer 0 is what drives the network. */
export type NodeStates = readonly Float64Array[];

/**
 * An energy of second order of units in layers, of which only neighbouring layers interact:
 *
 *   E(s) = constant + sum_l (1/2 d_l s_l^2 - p_l s_l) - sum_l s_(l+1)^T J_l s_l
 */
export interface QuadraticForm {
  readonly layers: readonly number[];
  /** d_l */
  readonly diagonal: NodeStates;
  /** p_l */
  readonly pull: NodeStates;
  /** J_l [post][pre], between layers l and l + 1. */
  readonly joints: NodeStates;
}

export function createForm(layers: readonly number[]): QuadraticForm {
  const zeros = () => createStates(layers);
  const joints = layers.slice(1).map((post, l) => new Float64Array(post * layers[l]));
  return Object.freeze<QuadraticForm>({ layers, diagonal: zeros(), pull: zeros(), joints });
}

/** A copy to which terms without joints may be added. */
export function copyForm({ layers, diagonal, pull, joints }: QuadraticForm): QuadraticForm {
  return Object.freeze<QuadraticForm>({
    ...{ layers, joints },
    diagonal: copyStates(diagonal),
    pull: copyStates(pull),
  });
}

/** out [units of l] = p_l + J_(l-1) s_(l-1) + J_l^T s_(l+1), the minimiser of layer l being out / d_l. O(joints of l). */
export function driveInto(
  out: Float64Array,
  { layers, pull, joints }: QuadraticForm,
  { state, l }: { state: NodeStates; l: number },
): void {
  out.set(pull[l]);
  if (l > 0 && layers[l - 1] > 0) addProduct(out, joints[l - 1], state[l - 1]);
  if (l + 1 < layers.length) addTransposed(out, joints[l], state[l + 1]);
}

/**
 * The form of the layers behind the first, which holds `sources`: its joints become pulls, so that a sweep need not form
 * their product again. Layers keep their numbers, the first has no units.
 */
export function heldForm(form: QuadraticForm, sources: Float64Array): QuadraticForm {
  const { layers, diagonal, pull, joints } = copyForm(form);
  addProduct(pull[1], joints[0], sources);
  return Object.freeze<QuadraticForm>({
    ...{ layers: [0, ...layers.slice(1)], diagonal, pull },
    joints: [new Float64Array(0), ...joints.slice(1)],
  });
}

export function createStates(layers: readonly number[]): NodeStates {
  return layers.map((units) => new Float64Array(units));
}

export function copyStates(states: NodeStates): NodeStates {
  return states.map((layer) => layer.slice());
}

/** a + factor b, a new one. */
export function addedStates(a: NodeStates, b: NodeStates, factor: number): NodeStates {
  return a.map((layer, l) => layer.map((value, i) => value + factor * b[l][i]));
}

function addProduct(out: Float64Array, joint: Float64Array, pre: Float64Array): void {
  for (let row = 0, at = 0; row < out.length; row++) {
    let sum = 0;
    for (let i = 0; i < pre.length; i++) sum += joint[at++] * pre[i];
    out[row] += sum;
  }
}

function addTransposed(out: Float64Array, joint: Float64Array, post: Float64Array): void {
  for (let row = 0, at = 0; row < post.length; row++) {
    const value = post[row];
    for (let i = 0; i < out.length; i++) out[i] += joint[at++] * value;
  }
}
