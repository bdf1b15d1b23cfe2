/**
 * A number for every unit of every layer, in double precision; layer 0 is what drives the network.
 */
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
  readonly couplings: NodeStates;
}

/** A unit by its layer and its number in it. */
export interface UnitName {
  readonly l: number;
  readonly unit: number;
}

export function createForm(layers: readonly number[]): QuadraticForm {
  const zeros = () => createStates(layers);
  const couplings = layers.slice(1).map((post, l) => new Float64Array(post * layers[l]));
  return Object.freeze<QuadraticForm>({ layers, diagonal: zeros(), pull: zeros(), couplings });
}

/** A copy to which terms without couplings may be added. */
export function copyForm({ layers, diagonal, pull, couplings }: QuadraticForm): QuadraticForm {
  return Object.freeze<QuadraticForm>({
    layers,
    couplings,
    diagonal: copyStates(diagonal),
    pull: copyStates(pull),
  });
}

/**
 * p_l + J_(l-1) s_(l-1) + J_l^T s_(l+1) of one unit, whose own minimum is that over d_l. O(its
 * couplings).
 */
export function driveOf(
  { layers, pull, couplings }: QuadraticForm,
  state: NodeStates,
  { l, unit }: UnitName,
): number {
  let drive = pull[l][unit];
  const units = layers[l];
  if (l > 0 && layers[l - 1] > 0) {
    const [joint, pre] = [couplings[l - 1], state[l - 1]];
    for (let j = 0, at = unit * pre.length; j < pre.length; j++) drive += joint[at++] * pre[j];
  }
  if (l + 1 < layers.length) {
    const [joint, post] = [couplings[l], state[l + 1]];
    for (let o = 0, at = unit; o < post.length; o++, at += units) drive += joint[at] * post[o];
  }
  return drive;
}

/**
 * The form of the layers behind the first, which holds `sources`: its couplings become pulls, so
 * that a sweep need not form their product again. Layers keep their numbers, the first has no
 * units.
 */
export function heldForm(form: QuadraticForm, sources: Float64Array): QuadraticForm {
  const { layers, diagonal, pull, couplings } = copyForm(form);
  addProduct(pull[1], couplings[0], sources);
  return Object.freeze<QuadraticForm>({
    layers: [0, ...layers.slice(1)],
    diagonal,
    pull,
    couplings: [new Float64Array(0), ...couplings.slice(1)],
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

/** Sources that are 0, most of an image's, are left out. */
function addProduct(out: Float64Array, joint: Float64Array, pre: Float64Array): void {
  const active = new Uint32Array(pre.length);
  let count = 0;
  for (let i = 0; i < pre.length; i++) if (pre[i] !== 0) active[count++] = i;
  for (let row = 0; row < out.length; row++) {
    const first = row * pre.length;
    let sum = 0;
    for (let k = 0; k < count; k++) sum += joint[first + active[k]] * pre[active[k]];
    out[row] += sum;
  }
}
