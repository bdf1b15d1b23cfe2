import { checkNumber, InputError } from '../../../devices/index.js';
import { createStates, type NodeStates } from '../quadratic-form.js';
import { type DiodeOptions, diodeLaw, diodePower } from './diodes.js';
import { type Energy, openWalls } from './energy.js';
import { biases, conductors } from './energy-terms.js';

export interface ResistiveOptions {
  /**
   * Conductances between layers, [post][pre], >= 0; pre of the first runs over [x, -x]. In any
   * unit.
   */
  readonly weights: readonly Float64Array[];
  /** Currents into the nodes of every layer behind the sources, in that unit times volts. */
  readonly biases: readonly Float64Array[];
  /** Nodes of the sources, an even number, then units per layer. */
  readonly layers: readonly number[];
  /** `clipped`: diodes hold the outputs in [0, 1]. */
  readonly output?: 'linear' | 'clipped';
  /**
   * A bidirectional amplifier behind every hidden node: the next layer sees gain times its voltage,
   * and 1 / gain of that layer's current reaches the node (Kendall et al. 2020, arXiv:2006.01981,
   * section 5). 1 = none.
   */
  readonly amplifierGain?: number;
  /** Of all diodes; without it they are ideal. */
  readonly diode?: DiodeOptions;
}

/**
 * Nodes joined by conductors, which settle by Kirchhoff's current law where
 *
 *   E(v) = 1/2 sum g_ij (v_i - v_j)^2 - sum b_k v_k
 *
 * is least, under ideal diodes which hold the first half of each hidden layer at v >= 0 and the
 * second at v <= 0 (Scellier 2024, arXiv:2402.11674, section 3). With `diode` their co-contents are
 * added to E (Kendall et al. 2020, arXiv:2006.01981, eq. 3) in place of the bounds. With amplifiers
 * of gain A a watt in layer l of L counts A^(2 (L - l)), which makes 1 / A of the current reach the
 * lower node. Throws InputError for a conductance below 0 and for a node without a path to a
 * source, naming it.
 */
export function resistiveEnergy(options: ResistiveOptions): Energy {
  const { layers, output = 'linear' } = options;
  const amplifierGain = checkNumber('amplifierGain', options.amplifierGain ?? 1, { min: Number.MIN_VALUE });
  const last = layers.length - 1;
  checkConductances(options);
  const gainOf = (l: number) => (l === 0 ? 1 : amplifierGain);
  const worthOf = (l: number) => amplifierGain ** (2 * (last - 1 - l));
  const weights = options.weights.map((g, l) =>
    conductors(l, g, { gain: gainOf(l), energyWeight: worthOf(l) }),
  );
  const currents = options.biases.map((b, l) => biases(l + 1, b, worthOf(l)));
  const walls = openWalls(layers);
  for (let l = 1; l < last; l++) {
    const half = Math.ceil(layers[l] / 2);
    walls.lower[l].fill(0, 0, half);
    walls.upper[l].fill(0, half);
  }
  if (output === 'clipped') {
    walls.lower[last].fill(0);
    walls.upper[last].fill(1);
  }
  const terms = [...weights, ...currents];
  const common = { layers, weights, biases: currents, terms };
  if (!options.diode) return Object.freeze<Energy>({ ...common, walls });
  const energyWeights = layers.map((_, l) => worthOf(l - 1));
  return Object.freeze<Energy>({
    ...common,
    walls: openWalls(layers),
    diodes: { law: diodeLaw(options.diode), walls, energyWeights },
  });
}

/** The sources' voltages for an input: gain times [x, -x]. */
export function sourceVoltages(x: ArrayLike<number>, gain: number): Float64Array {
  const voltages = new Float64Array(2 * x.length);
  for (let i = 0; i < x.length; i++) {
    voltages[i] = gain * x[i];
    voltages[x.length + i] = -gain * x[i];
  }
  return voltages;
}

/**
 * Power that all conductors and diodes turn into heat, sum g (dv)^2 + sum u i(u), in the units of g
 * times v^2; without amplifiers.
 */
export function dissipatedPower({ weights, diodes }: Energy, state: NodeStates): number {
  return weights.reduce((sum, term) => sum + 2 * term.value(state), diodes ? diodePower(diodes, state) : 0);
}

function checkConductances({ layers, weights }: ResistiveOptions): void {
  weights.forEach((g, l) => {
    const bad = g.findIndex((value) => !(value >= 0 && value < Infinity));
    if (bad < 0) return;
    const [post, pre] = [Math.floor(bad / layers[l]), bad % layers[l]];
    throw new InputError(
      `weights[${l}][${post}][${pre}] must be a conductance from 0, between ${nodeName(l, pre)} and ${nodeName(l + 1, post)} (got ${g[bad]})`,
    );
  });
  const floating = firstFloating(layers, weights);
  if (floating) {
    throw new InputError(
      `${nodeName(floating.l, floating.unit)} has no path of conductances to a source: its voltage is not determined`,
    );
  }
}

export function nodeName(l: number, unit: number): string {
  return l === 0 ? `source ${unit}` : `node ${unit} of layer ${l}`;
}

/**
 * A node that no chain of conductors joins to layer 0; null where there is none. O(conductances) a
 * layer.
 */
function firstFloating(layers: readonly number[], weights: readonly Float64Array[]) {
  const reached = createStates(layers);
  reached[0].fill(1);
  const spread = (l: number) => {
    let news = false;
    for (let i = 0, at = 0; i < layers[l + 1]; i++) {
      for (let j = 0; j < layers[l]; j++, at++) {
        if (weights[l][at] === 0 || reached[l][j] === reached[l + 1][i]) continue;
        reached[l][j] = reached[l + 1][i] = 1;
        news = true;
      }
    }
    return news;
  };
  for (let news = true; news; ) news = weights.map((_, l) => spread(l)).some(Boolean);
  for (let l = 1; l < layers.length; l++) {
    const unit = reached[l].indexOf(0);
    if (unit >= 0) return { l, unit };
  }
  return null;
}
