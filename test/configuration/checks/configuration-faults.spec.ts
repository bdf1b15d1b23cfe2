import { describe, expect, test } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { parseYaml } from '../../../src/configuration/text/parse-yaml.js';
import { datasetNames } from '../../../src/data/sets/index.js';
import { learningRuleNames } from '../../../src/learning/rules/index.js';

const source = 'compare.yaml';
const resolve = async (text: string) => resolveConfiguration(parseYaml(text, source), { source });

/** Lists for a network with a hidden layer. */
const two = 'learningRate: [1, 1], dropout: [0, 0, 0], backprop: {learningRate: [1, 1]}';

describe('one line for each fault', () => {
  test.each([
    // The document
    ['', 'empty, expected a mapping of configuration keys'],
    ['# nothing', 'empty, expected a mapping of configuration keys'],
    ['[1, 2]', '[1,2], expected a mapping of configuration keys'],
    ['ideal', '"ideal", expected a mapping of configuration keys'],
    ['seed: 1\nseed: 2', 'line 2: Map keys must be unique'],
    ['{"seed": 1,\n "seed": 2}', 'line 2: Map keys must be unique'],
    [
      'seed: 1\nname: [a',
      'line 2: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['seed: 1\n---\nseed: 2', 'line 2: a second document, expected one'],
    // Values that no JSON has would be read as nothing at all
    ...[
      'omap [train: 5]',
      'set {train, test}',
      'pairs [train: 5]',
      'binary aGk=',
      'timestamp 2001-01-01',
    ].map((value) => [
      `seed: 1\ndataset: !!${value}`,
      `line 2: !!${value.split(' ')[0]}, expected mappings, lists, texts and numbers alone`,
    ]),
    [
      `# ${'x'.repeat(2 ** 20)}\nseed: 1`,
      '1048586 characters, expected at most 1048576 of YAML, or JSON, which may be longer',
    ],
    [`{"seed": 1, "seed": ${' '.repeat(2 ** 20)}2}`, 'seed: Map keys must be unique'],
    // Keys
    ['sead: 1', 'sead: unknown key, did you mean seed?'],
    [
      'hardware: {array: {accessOhm: 2 kohm}}',
      'hardware.array.accessOhm: unknown key, expected the conductances of a cell behind its access transistor, 1 / (R + R_access), as hardware.device.gMinS and gMaxS',
    ],
    [
      'hardware: {read: {relaxation: analog, driftCompensation: global}}',
      'hardware.read.driftCompensation: "global", expected none where hardware.read.relaxation is analog: no converter sees currents that it could scale',
    ],
    ['hardware: {reed: {noise: 0}}', 'hardware.reed: unknown key, did you mean hardware.read?'],
    [
      'learning: {target: {winers: 5}}',
      'learning.target.winers: unknown key, did you mean learning.target.winners?',
    ],
    [
      'learning: {backprop: {target: {winers: 5}}}',
      'learning.backprop.target.winers: unknown key, did you mean learning.backprop.target.winners?',
    ],
    [
      '__proto__: {seed: 1}',
      '__proto__: unknown key, expected one of name, seed, seeds, dataset, network, learning, readout, hardware, compare',
    ],
    // Types and ranges
    ['seed: "1"', 'seed: "1", expected a whole number in [0, 4294967295]'],
    ['seed: 1.5', 'seed: 1.5, expected a whole number in [0, 4294967295]'],
    ['seed: .nan', 'seed: NaN, expected a whole number in [0, 4294967295]'],
    ['hardware: {read: {noise: .inf}}', 'hardware.read.noise: Infinity, expected a number in [0, 10]'],
    ['hardware: {read: {noise: -0.1}}', 'hardware.read.noise: -0.1, expected a number in [0, 10]'],
    [
      'hardware: {converters: {adc: {bits: 25}}}',
      'hardware.converters.adc.bits: 25, expected a whole number in [2, 24]',
    ],
    ['learning: {epochs: -1}', 'learning.epochs: -1, expected a whole number in [0, 1000000]'],
    ['learning: {eqprop: {beta: 0}}', 'learning.eqprop.beta: 0, expected a number above 0, at most 1'],
    ['learning: {dropout: [0.3, 1]}', 'learning.dropout[1]: 1, expected a number in [0, 0.999]'],
    [
      'learning: {learningRate: fast}',
      'learning.learningRate: "fast", expected a number, or a list of one per coupling',
    ],
    ['learning: {dropout: []}', 'learning.dropout: [], expected a number, or a list of one per layer'],
    ['learning: {target: 5}', 'learning.target: 5, expected a mapping'],
    ['learning: {backprop: []}', 'learning.backprop: [], expected a mapping'],
    [
      'learning: {backprop: {epochs: many}}',
      'learning.backprop.epochs: "many", expected a whole number in [0, 1000000]',
    ],
    ['learning: {rule: hebb}', `learning.rule: "hebb", expected one of ${learningRuleNames.join(', ')}`],
    ['network: {layers: [784]}', 'network.layers: [784], expected a list of 2 or more'],
    ['hardware: perfect', 'hardware: "perfect", expected ideal or a mapping'],
    ['readout: {labels: 2}', 'readout.labels: 2, expected a number above 0, at most 1, or a list of them'],
    ['readout: {linear: yes please}', 'readout.linear: "yes please", expected true, false or a mapping'],
    [
      'readout: {linear: {epoch: 3}}',
      'readout.linear.epoch: unknown key, did you mean readout.linear.epochs?',
    ],
    [
      'network: {activation: tanh}',
      'network.activation: "tanh", expected one of hard-sigmoid, relu, sigmoid, identity, or a list of them',
    ],
    [
      'learning: {mode: semi-supervised, labels: 600, labelled: {batchsize: 3}}',
      'learning.labelled.batchsize: unknown key, did you mean learning.labelled.batchSize?',
    ],
    ['hardware:', 'hardware: null, expected ideal or a mapping'],
    ['name: a/b', 'name: "a/b", expected up to 100 letters, digits, ".", "_" or "-", no "." or "-" first'],
    // Not yet
    ['sweep: {}', 'sweep: not supported yet'],
    ['dataset: {name: cifar-10}', 'dataset.name: "cifar-10", not supported yet'],
    [
      'learning: {rule: backdrop}',
      `learning.rule: "backdrop", expected one of ${learningRuleNames.join(', ')}; did you mean backprop?`,
    ],
    [
      'dataset: {name: mnits}',
      `dataset.name: "mnits", expected one of ${datasetNames.join(', ')}; did you mean mnist?`,
    ],
    [
      'dataset: {name: photographs}',
      `dataset.name: "photographs", expected one of ${datasetNames.join(', ')}`,
    ],
    [
      'hardware: {homeostasis: {bits: 1}}',
      'hardware.homeostasis.bits: 1, expected 0, for any value, or a whole number in [2, 24]',
    ],
    [
      'network: {layers: [784, {conv: 3}]}',
      'network.layers[0]: 784, expected {conv: ...}, {pool: ...} or {full: units}',
    ],
    ['network: {layers: [{conv: 3}, {full: 5}]}', 'network.layers[0].conv: 3, expected a mapping'],
    [
      'network: {layers: [{conv: {channels: 8, size: 5, pading: 2}}, {full: 5}]}',
      'network.layers[0].conv.pading: unknown key, did you mean network.layers[0].conv.padding?',
    ],
    [
      'network: {layers: [{conv: {channels: 8, size: 5}}, {pool: {kind: mean, size: 2, stride: 2}}, {full: 5}]}',
      'network.layers[1].pool.kind: "mean", expected one of max, average',
    ],
    [
      'network: {layers: [{conv: {channels: 8, size: 5}, full: 5}]}',
      'network.layers[0].full: unknown key, expected conv',
    ],
    [
      'network: {layers: [{conv: {channels: 8, size: 5}}]}',
      'network.layers[0]: {"conv":{"channels":8,"size":5,"stride":1,"padding":0,"pruned":0}}, expected {full: units}, the outputs',
    ],
    [
      'network: {layers: [{conv: {channels: 8, size: 2, padding: 2}}, {full: 5}]}',
      'network.layers[0].conv.padding: 2, expected less than the size, 2',
    ],
    [
      'network: {layers: [{pool: {kind: max, size: 2, stride: 2}}, {full: 5}]}',
      'network.layers[0]: {"pool":{"kind":"max","size":2,"stride":2,"padding":0}}, expected {conv: ...} in front of a pool',
    ],
    [
      'network: {layers: [{conv: {channels: 8, size: 2, pruned: 0.5}}, {full: 5}]}',
      'network.layers[0].conv.pruned: 0.5, expected 0, or hardware: ideal: cells that learn cannot be left out',
    ],
    [
      'network: {layers: [{conv: {channels: 8, size: 2}}, {full: 9}]}\nlearning: {learningRate: [0.03]}',
      'learning.learningRate: [0.03], expected 2 rates, one per coupling of network.layers',
    ],
    [
      'hardware: {array: {bitLineOhm: -1}}',
      'hardware.array.bitLineOhm: -1, expected a number in [0, 1000000000]',
    ],
    // Sound alone, at odds together
    [
      'hardware: {effects: {published: pcm-2019, flicker: {strength: 0.02}}, device: {gMaxS: 2.5e-5}}',
      'hardware: Cannot add 1/f read noise: soft-bounds has 1/f read noise already, expected none',
    ],
    [
      'hardware: {read: {frozen: true}, array: {senseOhm: 100}}',
      'hardware.read.frozen: true, expected false where hardware.array.driverOhm and senseOhm differ or backwardEnds is far: frozen noise needs the same matrix in both directions',
    ],
    [
      'hardware: {read: {solve: exact}, converters: {scaling: {noise: abs-max}}}',
      'hardware.converters.scaling: {"noise":"abs-max","bound":"none"}, expected noise none and bound none where hardware.read.solve is exact',
    ],
    [
      'hardware: {array: {subtract: after-adc, mapping: offset-column}}',
      'hardware.array.subtract: "after-adc", expected before-adc where array.mapping is offset-column',
    ],
    [
      'hardware: {array: {mapping: bit-slices}}',
      'hardware.array.mapping: "bit-slices", expected differential, one-sided or offset-column, or hardware.training: transfer: digits have no carry on the chip',
    ],
    [
      'learning: {epochs: 0}\nhardware: {array: {mapping: bit-slices, slices: {count: 13}}}',
      'hardware.array.slices.count: 13, expected at most 12 of 2 bits: 24 bits per weight',
    ],
    [
      'hardware: {cost: {adc: {outputs: 0}}}',
      'hardware.cost.adc.outputs must be a whole number in [1, 9007199254740991] (got 0)',
    ],
    [
      'hardware: {cost: {adc: {rateHZ: 1}}}',
      'hardware.cost.adc.rateHZ: unknown key, did you mean hardware.cost.adc.rateHz?',
    ],
    [
      'hardware: {cost: {adc: {stepJ: -1}}}',
      'hardware.cost.adc.stepJ: -1, expected a number in [0, 1000000000000]',
    ],
    [
      'network: {layers: [784, 100, 2000]}\nlearning: {learningRate: [0.03]}',
      'learning.learningRate: [0.03], expected 2 rates, one per coupling of network.layers',
    ],
    [
      'learning: {backprop: {learningRate: [8, 8]}}',
      'learning.backprop.learningRate: [8,8], expected 1 rate, one per coupling of network.layers',
    ],
    [
      'learning: {dropout: [0.3]}',
      'learning.dropout: [0.3], expected 2 probabilities, one per layer of network.layers',
    ],
    [
      'network: {layers: [784, 4]}',
      'learning.target.winners: 5, expected at most the 4 outputs of network.layers',
    ],
    [
      'network: {layers: [784, 5]}',
      'learning.backprop.target.winners: 6, expected at most the 5 outputs of network.layers',
    ],
    [
      'network: {layers: [784, 9, 9]}\nlearning: {learningRate: [1, 1], dropout: [0, 0, 0], backprop: {learningRate: [1, 1]}, eqprop: {strategy: closed-form}}',
      'learning.eqprop.strategy: "closed-form", expected euler or block where network.layers has more than 2 (got 3)',
    ],
    [
      'learning: {optimizer: adam}',
      'learning.optimizer: "adam", expected sgd, or hardware: ideal or hardware.training: transfer, which adam needs',
    ],
    [
      'network: {activation: relu}',
      'network.activation: "relu", expected hard-sigmoid, the neurons of eqprop',
    ],
    [
      'network: {activation: [hard-sigmoid, relu]}',
      'network.activation: ["hard-sigmoid","relu"], expected 1 activation, one per layer of network.layers behind the input',
    ],
    [
      'learning: {loss: cross-entropy}',
      'learning.loss: "cross-entropy", expected mse where network.layers has no hidden layer to read from',
    ],
    [
      `network: {layers: [784, 500, 500]}\nlearning: {${two}, eqprop: {strategy: block}}\nhardware: {read: {relaxation: analog}}`,
      'hardware.read.relaxation: "analog", expected sampled where network.layers has a hidden layer, or read.feedback second-array: lines that are sensed cannot be driven',
    ],
    [
      `learning: {loss: cross-entropy, ${two}, eqprop: {strategy: block}}\nnetwork: {layers: [784, 9, 9]}`,
      'learning.eqprop.strategy: "block", expected euler or closed-form where learning.loss is cross-entropy',
    ],
    [
      'learning: {eqprop: {teaching: clamp}}',
      'learning.eqprop.teaching: "clamp", expected nudge where learning.eqprop.strategy is not block, which alone can hold an output',
    ],
    [
      'learning: {eqprop: {beta: 1, dt: 0.2}}',
      'learning.eqprop.beta: 1, expected less than 1 where learning.eqprop.nudging is random-sign and strategy closed-form: a nudge of -1 has no state of rest',
    ],
    [
      'learning: {eqprop: {beta: 1, strategy: block, nudging: centred}}',
      'learning.eqprop.beta: 1, expected less than 1 where learning.eqprop.nudging is centred and strategy block: a nudge of -1 has no state of rest',
    ],
    [
      'learning: {eqprop: {beta: 0.8, dt: 0.6}}',
      'learning.eqprop.dt: 0.6, expected at most 1 / (1 + beta) where learning.eqprop.strategy is closed-form (got beta=0.8)',
    ],
    [
      'hardware: {write: {scheme: stochastic-coincidence, pulses: 32}}',
      'hardware.write.pulses: 32, expected at most 31 where hardware.write.scheme is stochastic-coincidence',
    ],
    ['learning: {dropout: [0.3, 0.9995]}', 'learning.dropout[1]: 0.9995, expected a number in [0, 0.999]'],
    [
      'readout: {linear: {dropout: 0.9995}}',
      'readout.linear.dropout: 0.9995, expected a number in [0, 0.999]',
    ],
    [
      `network: {layers: [{conv: {channels: 8, size: 5}}, {full: 9}]}\nlearning: {${two}, eqprop: {strategy: block}}\nhardware: {array: {weightMax: [1]}}`,
      'hardware.array.weightMax: [1], expected 2, one per array, or one number',
    ],
    ['learning: {mode: semi-supervised}', 'learning.labels: null, expected the number of labelled images'],
    [
      'learning: {mode: supervised, labels: 9}',
      'learning.labels: 9, expected none where learning.mode is not semi-supervised',
    ],
    [
      'learning: {mode: semi-supervised, labels: 9, pretrain: {learningRate: [1, 2]}}',
      'learning.pretrain.learningRate: [1,2], expected 1 rate, one per coupling of network.layers',
    ],
    ['hardware: {device: {gMinS: 1e-3}}', 'hardware.device.gMinS: 0.001, expected less than gMaxS, 0.0001'],
    [
      'hardware: {faults: {stuckLow: 0.6, stuckHigh: 0.5}}',
      'hardware.faults.stuckHigh: 0.5, expected at most 1 together with stuckLow, 0.6',
    ],
  ])('%j', async (text, line) => {
    const error = await resolve(text).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toBe(`compare.yaml: ${line}`);
  });
});

test('a range of weights per array: pools have none', async () => {
  const stage = '{conv: {channels: 8, size: 5}}, {pool: {kind: max, size: 2, stride: 2}}';
  const rates = 'learningRate: [1, 1, 1], dropout: [0, 0, 0, 0], backprop: {learningRate: [1, 1, 1]}';
  const text = `network: {layers: [${stage}, ${stage}, {full: 9}]}
learning: {${rates}, eqprop: {strategy: block}}
hardware: {array: {weightMax: [1, 2, 3]}}`;
  expect(await resolve(text)).toMatchObject({ hardware: { array: { weightMax: [1, 2, 3] } } });
});

test('without a source a configuration is called one', async () => {
  expect((await resolveConfiguration({ seed: 7 })).seed).toBe(7);
  await expect(resolveConfiguration({ sead: 7 })).rejects.toThrow(
    new InputError('configuration: sead: unknown key, did you mean seed?'),
  );
  await expect(resolveConfiguration(undefined, {})).rejects.toThrow(
    'configuration: empty, expected a mapping of configuration keys',
  );
});
