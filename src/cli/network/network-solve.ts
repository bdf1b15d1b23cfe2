import { type Energy, energyOf, formOf } from '../../reference/energy/energy.js';
import {
  type EnergyGradient,
  type SettledImage,
  settleImage,
} from '../../reference/energy/energy-gradient.js';
import { dissipatedPower, nodeName } from '../../reference/energy/resistive-energy.js';
import type { NodeStates } from '../../reference/quadratic-form.js';
import type { Settled } from '../../reference/settle.js';
import type { NetworkFile } from './network-file.js';
import { type PhaseTime, phaseTime } from './network-time.js';

type Matrix = readonly (readonly number[])[];

interface GradientOutput {
  readonly weights: readonly Matrix[];
  readonly biases: readonly (readonly number[])[];
}

/** What `network solve` prints. */
export interface NetworkOutput {
  readonly status: Settled['status'];
  /**
   * The largest change of a state in the last sweep over the largest of the sources and states;
   * worst of any image and phase.
   */
  readonly residual: number;
  /** [layer][image][unit], layer 0 = what drives the network. */
  readonly free: readonly Matrix[];
  readonly nudgedPlus: readonly Matrix[];
  readonly nudgedMinus: readonly Matrix[];
  /** One an image, of the free state. */
  readonly energy: readonly number[];
  readonly cost: readonly number[];
  /** Of resistive networks without amplifiers: sum g (dv)^2 of the free state. */
  readonly power?: readonly number[];
  /** Centred EqProp, mean over the images; then the exact gradient of the mean cost. */
  readonly gradient: GradientOutput;
  readonly exactGradient: GradientOutput;
  /**
   * Units that met a wall in one nudged state and not in the other, one an image: where there are
   * any, the error of the gradient need not fall as beta^2.
   */
  readonly switched: readonly number[];
  /**
   * Where nodeCapacitanceF is given, one an image; null where no node is off its diode or the image
   * did not settle.
   */
  readonly time?: readonly (PhaseTime | null)[];
}

const phases = ['free', 'nudged by beta', 'nudged by -beta'] as const;

/**
 * Settles every image. `fault` says which phase of which image did not settle, and at which node.
 */
export function solveNetworkFile(network: NetworkFile, energy: Energy) {
  const form = formOf(energy);
  const images = network.sources.map((sources, k) =>
    settleImage(energy, { ...network, sources, target: network.targets[k] }, form),
  );
  const all = images.flatMap(({ settled }, image) =>
    settled.map((ended, phase) => ({ ended, where: `image ${image}, ${phases[phase]}` })),
  );
  const bad = all.find(({ ended }) => ended.status !== 'settled');
  const isPassive = network.energy === 'resistive' && network.amplifierGain === 1;
  const output: NetworkOutput = {
    status: bad?.ended.status ?? 'settled',
    residual: Math.max(...all.map(({ ended }) => ended.residual)),
    free: byLayer(images.map(({ free }) => free)),
    nudgedPlus: byLayer(images.map(({ nudgedPlus }) => nudgedPlus)),
    nudgedMinus: byLayer(images.map(({ nudgedMinus }) => nudgedMinus)),
    energy: images.map(({ free }) => energyOf(energy, free)),
    cost: images.map(({ cost }) => cost),
    ...(isPassive && { power: images.map(({ free }) => dissipatedPower(energy, free)) }),
    gradient: meanOf(images, network.layers, ({ gradient }) => gradient),
    exactGradient: meanOf(images, network.layers, ({ exactGradient }) => exactGradient),
    switched: images.map(({ switched }) => switched),
    ...(isPassive &&
      network.time && {
        time: images.map((image) => phaseTime(energy, image, { ...network.time!, form })),
      }),
  };
  return { output, fault: bad ? faultOf(bad) : null };
}

function faultOf({ ended, where }: { ended: Settled; where: string }): string {
  const { status, residual, at } = ended;
  const node = at ? `, at ${nodeName(at.l, at.unit)}` : '';
  const why =
    status === 'not-convex' ? 'the energy has no minimum: beta is too large for the conductances' : '';
  return `${where}: ${status}${node}${why ? `, where ${why}` : `, residual ${residual}`}`;
}

function byLayer(states: readonly NodeStates[]): readonly Matrix[] {
  return states[0].map((_, l) => states.map((state) => [...state[l]]));
}

function meanOf(
  images: readonly SettledImage[],
  layers: readonly number[],
  of: (image: SettledImage) => EnergyGradient,
): GradientOutput {
  const mean = (part: (gradient: EnergyGradient) => Float64Array) => {
    const sum = part(of(images[0])).map(() => 0);
    for (const image of images)
      part(of(image)).forEach((value, i) => {
        sum[i] += value / images.length;
      });
    return sum;
  };
  return {
    weights: layers.slice(1).map((rows, l) => {
      const matrix = mean(({ weights }) => weights[l]);
      return Array.from({ length: rows }, (_, i) => [...matrix.subarray(i * layers[l], (i + 1) * layers[l])]);
    }),
    biases: layers.slice(1).map((_, l) => [...mean(({ biases }) => biases[l])]),
  };
}
