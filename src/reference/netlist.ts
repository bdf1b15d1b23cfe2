import type { DiodeOptions } from './energy/diodes.js';
import { nodeName } from './energy/resistive-energy.js';
import type { NodeStates } from './quadratic-form.js';

export interface NetlistOptions {
  readonly layers: readonly number[];
  /** Siemens, [post][pre]. */
  readonly weights: readonly Float64Array[];
  /** Amperes into the nodes of every layer behind the sources. */
  readonly biases: readonly Float64Array[];
  /** Volts. */
  readonly sources: Float64Array;
  readonly output?: 'linear' | 'clipped';
  readonly amplifierGain?: number;
  /** Conductance beta, of either sign, from each output to a source at its target. */
  readonly nudge?: { readonly beta: number; readonly target: ArrayLike<number> };
  /** By default as good as ideal: open on one side, 1e9 siemens on the other. */
  readonly diode?: DiodeOptions | null;
}

const steep: DiodeOptions = { model: 'piecewise', thresholdV: 0, onS: 1e9, offS: 0 };

/**
 * A resistive network as a netlist for `ngspice -b`, which finds by itself which diodes conduct and
 * prints v(n1_0), v(n1_1), ...: node i of layer l is nl_i. Diodes are current sources of their
 * characteristic; that of the default makes an error of the order of 1e-9 volt an ampere.
 */
export function networkNetlist(options: NetlistOptions): string {
  const { layers, weights, biases, sources, output, amplifierGain = 1, nudge } = options;
  const diode = options.diode ?? steep;
  const last = layers.length - 1;
  const amplified = (l: number) => l > 0 && l < last && amplifierGain !== 1;
  const lines = [
    `* resistive network of ${layers.join('-')} nodes`,
    '.options reltol=1e-9 abstol=1e-15 vntol=1e-12 gmin=1e-18 itl1=1000',
  ];
  for (const [j, voltage] of sources.entries()) lines.push(`vs${j} n0_${j} 0 ${voltage}`);
  weights.forEach((g, l) => {
    const pre = layers[l];
    if (amplified(l)) lines.push(...amplifiers(l, pre, amplifierGain));
    const from = amplified(l) ? 'a' : 'n';
    g.forEach((value, at) => {
      const [post, j] = [Math.floor(at / pre), at % pre];
      if (value > 0) lines.push(`r${l}_${at} ${from}${l}_${j} n${l + 1}_${post} ${1 / value}`);
    });
  });
  biases.forEach((currents, l) => {
    currents.forEach((current, i) => {
      if (current !== 0) lines.push(`ib${l + 1}_${i} 0 n${l + 1}_${i} ${current}`);
    });
  });
  for (let l = 1; l < last; l++) {
    const half = Math.ceil(layers[l] / 2);
    for (let i = 0; i < layers[l]; i++)
      lines.push(diodeAt(`n${l}_${i}`, i < half ? 'low' : 'high', { diode }));
  }
  for (let i = 0; output === 'clipped' && i < layers[last]; i++) {
    lines.push(
      diodeAt(`n${last}_${i}`, 'low', { diode }),
      diodeAt(`n${last}_${i}`, 'high', { diode, wall: 1 }),
    );
  }
  for (let i = 0; nudge && nudge.beta !== 0 && i < layers[last]; i++) {
    lines.push(`vt${i} t${i} 0 ${nudge.target[i]}`, `rt${i} t${i} n${last}_${i} ${1 / nudge.beta}`);
  }
  const prints = layers.flatMap((units, l) =>
    l === 0 ? [] : Array.from({ length: units }, (_, i) => `print v(n${l}_${i})`),
  );
  return `${[...lines, '.control', 'set numdgt=15', 'op', ...prints, '.endc', '.end'].join('\n')}\n`;
}

/**
 * The voltages of what `ngspice -b` printed for a netlist, layer 0 from the sources. Throws where a
 * node is missing.
 */
export function netlistStates(
  printed: string,
  { layers, sources }: Pick<NetlistOptions, 'layers' | 'sources'>,
): NodeStates {
  const found = new Map(
    [...printed.matchAll(/^v\((n\d+_\d+)\) = (\S+)/gm)].map(([, node, v]) => [node, +v!]),
  );
  return layers.map((units, l) =>
    l === 0
      ? sources
      : Float64Array.from({ length: units }, (_, i) => {
          const voltage = found.get(`n${l}_${i}`);
          if (voltage === undefined) throw new Error(`ngspice printed no voltage of ${nodeName(l, i)}`);
          return voltage;
        }),
  );
}

/** A diode that conducts into a node below a bound (`low`), or out of one above it (`high`). */
function diodeAt(
  node: string,
  side: 'low' | 'high',
  { diode, wall = 0 }: { diode: DiodeOptions; wall?: number },
): string {
  const [forward, sign] = side === 'low' ? [`(${wall}-v(${node}))`, '-'] : [`(v(${node})-${wall})`, ''];
  const current =
    diode.model === 'shockley'
      ? `${diode.saturationA}*(exp(${forward}/${diode.thermalV})-1)`
      : `(${diode.offS}*${forward}+(${forward} > ${diode.thresholdV} ? ${diode.onS}*(${forward}-${diode.thresholdV}) : 0))`;
  return `b${side}_${node} ${node} 0 i = ${sign}${current}`;
}

/**
 * A voltage source of gain times a node's voltage, and 1 / gain of the current it delivers drawn
 * from the node.
 */
function amplifiers(l: number, units: number, gain: number): string[] {
  return Array.from({ length: units }, (_, j) => [
    `e${l}_${j} e${l}_${j} 0 n${l}_${j} 0 ${gain}`,
    `vm${l}_${j} e${l}_${j} a${l}_${j} 0`,
    `f${l}_${j} n${l}_${j} 0 vm${l}_${j} ${1 / gain}`,
  ]).flat();
}
