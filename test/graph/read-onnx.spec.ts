import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
} from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { withConstantsFolded } from '../../src/graph/onnx/fold-constants.js';
import { parseOnnx, readOnnx } from '../../src/graph/onnx/read-onnx.js';
import { integerTensor } from '../../src/graph/onnx/tensors.js';
import { checkComplete, planNetwork } from '../../src/graph/plan/plan.js';
import { temporaryFolder } from '../runs/temporary-folder.js';
import { networkFile } from './network-fixture.js';

const sound = readFileSync(networkFile('lenet'));
const modelOf = (name = 'lenet') => fromBinary(ModelProtoSchema, readFileSync(networkFile(name)));
const bytesOf = (change: (model: ModelProto) => void, name = 'lenet') => {
  const model = modelOf(name);
  change(model);
  return toBinary(ModelProtoSchema, model);
};
const node = (fields: Parameters<typeof create<typeof NodeProtoSchema>>[1]) =>
  create(NodeProtoSchema, fields);

describe('a file that is no sound network is refused by one line', () => {
  const graphOf = (model: ModelProto) => model.graph!;
  const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['empty', new Uint8Array(), /n\.onnx: no graph, expected an ONNX file/],
    ['cut', sound.subarray(0, 2000), /n\.onnx: expected a whole ONNX file/],
    ['text', Buffer.from('name: chip\n'.repeat(40)), /n\.onnx: (expected a whole ONNX file|no graph)/],
    ['a pickle in a zip', Buffer.from('PK\x03\x04'), /pickled weights.*torch\.onnx\.export/],
    ['a bare pickle', Uint8Array.of(0x80, 2), /pickled weights/],
    [
      'huge dims',
      bytesOf((model) => {
        graphOf(model).initializer[0]!.dims = [50_000n, 50_000n, 50_000n];
      }),
      /n\.onnx: 0\.weight: 100 elements, expected 125000000000000/,
    ],
    [
      'dims beyond all numbers',
      bytesOf((model) => {
        graphOf(model).initializer[0]!.dims = [2n ** 62n, 2n ** 62n];
      }),
      /expected whole sizes that fit into memory/,
    ],
    [
      'a cycle',
      bytesOf((model) => {
        graphOf(model).node[0]!.input[0] = graphOf(model).node.at(-1)!.output[0]!;
      }),
      /node \/0\/Conv \(Conv\): input logits, expected the output of a node before it: the graph is cyclic or cut/,
    ],
    [
      'two sources',
      bytesOf((model) => {
        graphOf(model).node[1]!.output[0] = graphOf(model).node[0]!.output[0]!;
      }),
      /has another source too, expected one/,
    ],
    [
      'two inputs',
      bytesOf((model) => {
        graphOf(model).input.push({ ...graphOf(model).input[0]!, name: 'mask' });
      }),
      /inputs image, mask, expected one, that takes the images/,
    ],
    [
      'control flow',
      bytesOf((model) => {
        const g = create(GraphProtoSchema, { name: 'then' });
        graphOf(model).node[0]!.attribute.push(create(AttributeProtoSchema, { name: 'then_branch', g }));
      }),
      /control flow, expected a graph without branches and loops/,
    ],
  ];
  it.each(cases)('%s', (_, bytes, message) => {
    expect(() => parseOnnx(bytes, 'n.onnx')).toThrow(message);
  });

  it.each(['net.pt', 'net.pth'])('%s by its name, before it is read', (name) => {
    expect(() => readOnnx(name)).toThrow(/pickled weights, which can run any code.*torch\.onnx\.export/);
  });
});

describe('weights in a file beside the network', () => {
  const withExternal = (location: string, offset = 0, length?: number) =>
    bytesOf((model) => {
      const tensor = model.graph!.initializer[0]!;
      tensor.rawData = new Uint8Array();
      tensor.dataLocation = TensorProto_DataLocation.EXTERNAL;
      const entries = { location, offset: `${offset}`, ...(length !== undefined && { length: `${length}` }) };
      tensor.externalData = Object.entries(entries).map(([key, value]) =>
        create(StringStringEntryProtoSchema, { key, value }),
      );
    });
  const weights = new Uint8Array(modelOf().graph!.initializer[0]!.rawData);
  /** The folder of the network, a secret beside it. */
  const place = () => {
    const folder = temporaryFolder();
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    writeFileSync(join(inner, 'n.data'), Buffer.concat([Buffer.alloc(8), weights]));
    writeFileSync(join(folder, 'secret'), weights);
    return join(inner, 'n.onnx');
  };

  it('are read from there', () => {
    const graph = parseOnnx(withExternal('n.data', 8, weights.length), place());
    expect(new Uint8Array(graph.constants.get('0.weight')!.rawData)).toEqual(weights);
  });

  it.each([
    ['../secret', /weights in \.\.\/secret, expected a file in the folder of/],
    ['/etc/passwd', /weights in \/etc\/passwd, expected a file in the folder of/],
    ['missing.data', /ENOENT, expected the file that the export has left beside it/],
    ['n.data', /408 bytes|102 elements, expected 100/],
  ])('are refused in %s', (location, message) => {
    expect(() => parseOnnx(withExternal(location), place())).toThrow(message);
  });

  it('are refused where the file is too short', () => {
    expect(() => parseOnnx(withExternal('n.data', 100, 400), place())).toThrow(/expected bytes inside/);
  });
});

describe('a network that cannot be computed', () => {
  it('names node, operator and the way out, which then works', () => {
    const bytes = bytesOf((model) => {
      model.graph!.node[1]!.opType = 'Unheard';
    });
    const graph = parseOnnx(bytes, 'n.onnx');
    expect(() => checkComplete(planNetwork(graph))).toThrow(
      'n.onnx: node /1/Tanh (Unheard): expected an operator that is known; model: {digital: [/1/Tanh]} leaves it float',
    );
    expect(planNetwork(graph, { digital: ['/1/*'] }).refused).toEqual([]);
  });

  it('says of a pattern that fits nothing which layers there are', () => {
    expect(() => planNetwork(readOnnx(networkFile('lenet')), { digital: ['conv9'] })).toThrow(
      /model\.digital: conv9: no such node in .*lenet\.onnx, expected one of 0, 3, 6/,
    );
  });

  it('is refused where a few bytes ask for a constant of any size', async () => {
    const bytes = bytesOf((model) => {
      const { node: nodes, initializer } = model.graph!;
      initializer.push(integerTensor('sizes', [2], [50_000n, 50_000n]));
      nodes.unshift(node({ opType: 'ConstantOfShape', name: 'big', input: ['sizes'], output: ['zeros'] }));
      nodes.push(node({ opType: 'MatMul', name: 'last', input: ['logits', 'zeros'], output: ['out'] }));
      model.graph!.output[0]!.name = 'out';
    });
    const never = async () => {
      throw new Error('the runtime was asked');
    };
    await expect(withConstantsFolded(parseOnnx(bytes, 'n.onnx'), never)).rejects.toThrow(
      'n.onnx: node big (ConstantOfShape): a constant of 2500000000 elements, expected at most 67108864',
    );
  });
});
