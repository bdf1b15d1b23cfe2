import { crossbarBytes, type MatrixBytes, paddedCells } from '../../../crossbar/index.js';
import type {
  ChipConfiguration,
  Configuration,
  LearningRuleName,
} from '../../configuration/configuration.js';
import { resolveLearning } from '../../configuration/configuration.js';
import { isDense } from '../../configuration/network-layers.js';
import { learningRuleNamed } from '../../learning/rules/index.js';
import { type ImageShape, stagesOf } from '../../network/convolutional/stages.js';
import { arrayOptions } from '../build/chip.js';
import { isTransferred } from '../build/deployment.js';
import { largestBatch } from '../build/learner.js';
import { picturesAtOnce } from '../build/model.js';
import { evaluationBatchOf } from '../run/evaluation.js';

/** A weight matrix [post, pre] and the most rows of its products. */
interface Matrix {
  readonly post: number;
  readonly pre: number;
  readonly rows: number;
  readonly index: number;
}

/**
 * What a network holds: matrices, units over its layers, and numbers of unfolded images and of
 * pools.
 */
interface Shape {
  readonly matrices: readonly Matrix[];
  readonly units: number;
  readonly unfolded: number;
}

type Hardware = 'ideal' | ChipConfiguration;

export interface RunChoice {
  readonly rule: LearningRuleName;
  readonly hardware: Hardware;
  /** Of one image of the data. */
  readonly image: ImageShape;
}

/**
 * Bytes that a run allocates for its network, its hardware and its batches: at least what it does
 * and at most about three times that, the nearer the larger its matrices. Data, code and
 * checkpoints come on top.
 */
export function runBytes(configuration: Configuration, choice: RunChoice): MatrixBytes {
  const { rule, hardware } = choice;
  const maxBatch = Math.max(largestBatch(configuration, rule), evaluationBatchOf(configuration, hardware));
  const bytesOn = (on: Hardware) => networkBytes(configuration, { ...choice, hardware: on, maxBatch });
  if (!isTransferred(hardware)) return bytesOn(hardware);
  const [trained, chip] = [bytesOn('ideal'), bytesOn(hardware)];
  return { kernels: trained.kernels + chip.kernels, heap: trained.heap + chip.heap };
}

function networkBytes(
  configuration: Configuration,
  { rule, hardware, image, maxBatch }: RunChoice & { readonly maxBatch: number },
): MatrixBytes {
  const learning = resolveLearning(configuration, rule);
  const { settles } = learningRuleNamed(rule);
  const shape = shapeOf(configuration, { hardware, image, maxBatch, settles });
  const isResistive = configuration.network.energy === 'resistive';
  const isAdam = learning.optimizer === 'adam';
  const each = shape.matrices.map((matrix) => {
    if (isResistive)
      return resistiveBytes(matrix, hardware === 'ideal' ? null : conductanceBytes(matrix, hardware), isAdam);
    return hardware === 'ideal' ? floatBytes(matrix, { isAdam }) : chipBytes(matrix, hardware);
  });
  const units = maxBatch * shape.units * 4 * (settles ? unitWords.settling : unitWords.passing);
  return {
    kernels: Math.ceil(each.reduce((total, { kernels }) => total + kernels, units + 4 * shape.unfolded)),
    heap: Math.max(...each.map(({ heap }) => heap)),
  };
}

/** Numbers a unit and image: states, drives, masks, differences and their packed rows. */
const unitWords = { settling: 24, passing: 8 };

function shapeOf(
  { network: { layers, energy } }: Configuration,
  {
    hardware,
    image,
    maxBatch,
    settles,
  }: { hardware: Hardware; image: ImageShape; maxBatch: number; settles: boolean },
): Shape {
  if (isDense(layers)) {
    const [pixels, ...behind] = layers;
    const all = energy === 'resistive' ? [2 * pixels!, ...behind] : layers;
    const matrices = behind.map((post, index) => ({ post, pre: all[index]!, rows: 2 * maxBatch + 2, index }));
    return { matrices, units: sum(all), unfolded: 0 };
  }
  const stages = stagesOf(layers, image);
  const atOnce = picturesAtOnce(hardware, maxBatch);
  const places = stages.map(({ windows }) => (windows ? windows.outHeight * windows.outWidth : 1));
  const matrices = stages.map((stage, index) => {
    const rows = (stage.windows ? atOnce(stage) : 2 * maxBatch) * places[index]!;
    return { post: stage.outputs, pre: stage.inputs, rows, index };
  });
  const unfolded = matrices.map(({ pre, rows }, l) => (stages[l]!.windows ? pre * rows : 0));
  // Where each window chose; inside an energy also what its pool takes and gives.
  const pooled = stages.map(({ pool, units, post }) =>
    pool ? 2 * maxBatch * (settles ? units + 2 * post : units + post) : 0,
  );
  return {
    matrices,
    units: sum([
      stages[0]!.pre,
      ...stages.map(({ units, pool }) =>
        settles && pool ? pool.windows.outHeight * pool.windows.outWidth * pool.windows.channels : units,
      ),
    ]),
    unfolded: sum([...unfolded, ...pooled]),
  };
}

/**
 * Weights, their transpose, what an optimiser remembers and a summed update; packed vectors both
 * ways.
 */
function floatBytes({ post, pre, rows }: Matrix, { isAdam }: { readonly isAdam: boolean }): MatrixBytes {
  const cells = Math.max(paddedCells(post, pre), paddedCells(pre, post));
  const words = 2 + (isAdam ? 2 + Math.min(1, summedAtOnce / cells) : 0);
  return { kernels: 4 * words * cells + rows * (16 * pre + 12 * post), heap: 8 * cells };
}

/**
 * A resistive layer also keeps half of its weights as differences, and all of them as its nodes see
 * them.
 */
function resistiveBytes(matrix: Matrix, devices: MatrixBytes | null, isAdam: boolean): MatrixBytes {
  const { kernels, heap } = floatBytes(matrix, { isAdam });
  const cells = paddedCells(matrix.post, matrix.pre);
  return {
    kernels: kernels + 4 * (isAdam ? 2.5 : 1.5) * cells + (devices?.kernels ?? 0),
    heap: heap + (devices?.heap ?? 0),
  };
}

/** Numbers of a summed update, see `createIdealCoupling`. */
const summedAtOnce = 1 << 17;

function chipBytes({ post, pre, rows, index }: Matrix, chip: ChipConfiguration): MatrixBytes {
  const options = arrayOptions(chip, { index });
  const one = crossbarBytes({ ...options, rows: post, cols: pre, maxBatch: rows });
  const arrays =
    (chip.array.phases === 'twin' ? 2 : 1) * (chip.read.feedback === 'second-array' && index > 0 ? 2 : 1);
  return { kernels: arrays * one.kernels, heap: (arrays - 1) * (one.heap / 4) + one.heap + 8 * post * pre };
}

/** Devices of a resistive layer, one per conductance, all lines on one tile. */
function conductanceBytes({ post, pre, index }: Matrix, chip: ChipConfiguration): MatrixBytes {
  const options = arrayOptions(chip, { index });
  const tile = { wordLines: pre, bitLines: post };
  return crossbarBytes({
    ...options,
    tile,
    mapping: 'single',
    wires: null,
    subtract: 'before-adc',
    noise: 'held',
    rows: post,
    cols: pre,
    maxBatch: 1,
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
