import type { NodeProto } from 'onnx-buf';
import { InputError } from '../../../devices/base/errors.js';
import { type Attributes, attributesOf } from '../onnx/attributes.js';
import type { Graph } from '../onnx/graph.js';
import { constantFloats, shapeOf } from '../onnx/tensors.js';
import { labelOf } from '../plan/label.js';
import {
  floatsIn,
  floatValue,
  type MatrixOperator,
  type Product,
  refuseUnless,
  type Value,
  type WeightMatrix,
} from '../plan/matrix-operator.js';
import { type Cell, type CellState, gruCell, lstmCell, rnnCell } from './cells.js';

/**
 * LSTM, GRU or RNN with constant weights: two matrices a direction, W [gates units, inputs] and R
 * [gates units, units]; gates and states are float. null where weights depend on the input. Throws
 * Refusal.
 */
export function recurrent(node: NodeProto, graph: Graph): MatrixOperator | null {
  const [x = '', wName = '', rName = '', biasName = '', lengths = '', h0 = '', c0 = '', peepholes = ''] =
    node.input;
  const [w, r] = [graph.constants.get(wName), graph.constants.get(rName)];
  if (!w || !r || graph.constants.has(x)) return null;
  const attributes = attributesOf(node);
  const cell = cellOf(node, attributes);
  const bias = graph.constants.get(biasName);
  refuseUnless(biasName === '' || bias !== undefined, 'constant biases');
  refuseUnless(lengths === '', 'sequences of one length: no sequence_lens');
  refuseUnless(peepholes === '', 'no peepholes');
  const fixed = [h0, c0].map((name) => constantState(name, graph));
  const [directions = 0, high = 0, inputs = 0] = shapeOf(w);
  const units = high / cell.gates;
  const wrong = directions < 1 || directions > 2 || !Number.isInteger(units) || inputs < 1;
  refuseUnless(
    !wrong && shapeOf(r).join() === [directions, high, units].join(),
    'weights [directions, gates units, inputs]',
  );
  const label = labelOf(node, wName);
  const { source } = graph;
  const matrices = Array.from({ length: directions }, (_, d) => [
    part(d, { tensor: w, name: wName, label: `${label} input`, rows: high, cols: inputs, source }),
    part(d, { tensor: r, name: rName, label: `${label} state`, rows: high, cols: units, source }),
  ]).flat();
  const biases = bias
    ? constantFloats(bias, `${graph.source}: ${biasName}`)
    : new Float32Array(2 * directions * high);
  refuseUnless(biases.length === 2 * directions * high, `${2 * directions * high} biases`);
  const isReverse = attributes.text('direction', 'forward') === 'reverse';
  const place = `${graph.source}: node ${node.name}`;
  return {
    node: node.name,
    operator: node.opType,
    label,
    inputs: [x, fixed[0] ? '' : h0, fixed[1] ? '' : c0],
    outputs: node.output,
    matrices,
    run([input, h, c], products) {
      const { dims = [] } = input ?? {};
      if (dims.length !== 3 || dims[2] !== inputs) {
        throw new InputError(
          `${place}: input of shape ${dims.join(' x ')}, expected [steps, images, ${inputs}]`,
        );
      }
      const [steps, batch] = dims as [number, number];
      return passed(floatsIn(input, place), {
        ...{ steps, batch, units, directions, cell, biases, isReverse, products },
        initial: [h, c].map((value, i) => (value ? floatsIn(value, place) : fixed[i]!)),
      });
    },
  };
}

/** A state to begin with that does not depend on the input; null for one that does, or is zeros. */
function constantState(name: string, { constants, source }: Graph): Float32Array | null {
  const state = constants.get(name);
  return state ? constantFloats(state, `${source}: ${name}`) : null;
}

interface PartOptions {
  readonly tensor: NonNullable<ReturnType<Graph['constants']['get']>>;
  readonly name: string;
  readonly label: string;
  readonly rows: number;
  readonly cols: number;
  readonly source: string;
}

function part(direction: number, { tensor, name, label, rows, cols, source }: PartOptions): WeightMatrix {
  const from = direction * rows * cols;
  return {
    key: `${name} direction ${direction}`,
    label: direction === 0 ? label : `${label} backward`,
    rows,
    cols,
    weights: () => constantFloats(tensor, `${source}: ${name}`).slice(from, from + rows * cols),
  };
}

/** Throws Refusal for what is not computed here. */
function cellOf({ opType }: NodeProto, attributes: Attributes): Cell {
  refuseUnless(attributes.integer('layout', 0) === 0, 'layout 0: [steps, images, inputs]');
  refuseUnless(
    !attributes.has('clip') && attributes.integer('input_forget', 0) === 0,
    'no clip, no input_forget',
  );
  const expected =
    { LSTM: ['sigmoid', 'tanh', 'tanh'], GRU: ['sigmoid', 'tanh'], RNN: ['tanh'] }[opType] ?? [];
  const given = attributes.texts('activations', expected).map((name) => name.toLowerCase());
  const isRelu = opType === 'RNN' && given.length > 0 && given.every((name) => name === 'relu');
  const isUsual = given.every((name, i) => name === expected[i % expected.length]);
  refuseUnless(isRelu || isUsual, `the activations ${expected.join(', ')}`);
  if (opType === 'LSTM') return lstmCell;
  if (opType === 'GRU') return gruCell(attributes.integer('linear_before_reset', 0) !== 0);
  return rnnCell(isRelu ? (x) => Math.max(x, 0) : Math.tanh);
}

interface PassedOptions {
  readonly steps: number;
  readonly batch: number;
  readonly units: number;
  readonly directions: number;
  readonly cell: Cell;
  /** [directions, those of W and those of R]. */
  readonly biases: Float32Array;
  readonly isReverse: boolean;
  readonly products: readonly Product[];
  /** States to begin with, [directions, batch, units]. */
  readonly initial: readonly (Float32Array | null)[];
}

/** Outputs of all steps [steps, directions, batch, units], then the last states. */
function passed(inputs: Float32Array, options: PassedOptions): readonly Value[] {
  const { steps, batch, units, directions, cell, biases, isReverse, products, initial } = options;
  const size = batch * units;
  const all = new Float32Array(steps * directions * size);
  const last = [new Float32Array(directions * size), new Float32Array(directions * size)] as const;
  const wide = batch * cell.gates * units;
  for (let d = 0; d < directions; d++) {
    const [ofInput, recur] = [products[2 * d]!, products[2 * d + 1]!];
    const bias = biases.subarray((2 * d * wide) / batch, ((2 * d + 2) * wide) / batch);
    const [h, c] = initial.map((state) => state?.slice(d * size, (d + 1) * size) ?? new Float32Array(size));
    const state: CellState = { h: h!, c: c! };
    const driven = ofInput(inputs, steps * batch);
    for (let k = 0; k < steps; k++) {
      const step = isReverse || d === 1 ? steps - 1 - k : k;
      const fromInput = driven.subarray(step * wide, (step + 1) * wide);
      cell.step(state, fromInput, { units, recur: (of) => recur(of, batch), bias });
      all.set(state.h, (step * directions + d) * size);
    }
    last[0].set(state.h, d * size);
    last[1].set(state.c, d * size);
  }
  const lastDims = [directions, batch, units];
  return [
    floatValue([steps, directions, batch, units], all),
    ...last.map((state) => floatValue(lastDims, state)),
  ];
}
