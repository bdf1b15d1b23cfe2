import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parsePulseCurves } from '../../dist/devices/index.js';
import { readCrossbar } from '../../dist/src/cli/crossbar/crossbar-file.js';
import { readNetwork } from '../../dist/src/cli/network/network-file.js';
import { engine } from '../../dist/src/cli/shared/engine.js';
import { readConfiguration } from '../../dist/src/cli/shared/read-configuration.js';
import { parseYaml } from '../../dist/src/configuration/text/parse-yaml.js';
import { parseIdx, parseIdxTensor } from '../../dist/src/data/readers/idx.js';
import { parseMat } from '../../dist/src/data/readers/mat.js';
import { readTensorFile } from '../../dist/src/data/readers/tensor-file.js';
import { parseSweepBlock, takeSweep } from '../../dist/src/experiments/sweep/sweep-block.js';
import { withBatchNormsFolded } from '../../dist/src/graph/onnx/fold-batch-norm.js';
import { readOnnx } from '../../dist/src/graph/onnx/read-onnx.js';
import { planNetwork } from '../../dist/src/graph/plan/plan.js';
import { decodeSnapshot } from '../../dist/src/runs/checkpoint/snapshot-file.js';
import { ownData, ownImage, sealedPng } from './own-data.mjs';

/**
 * What reads files of others: `extension` of the file, whether it is text, `read` as the commands
 * do, and, where a checksum would turn every mutant away at the door, `sealed` to set it right.
 */
export const readers = {
  configuration: {
    extension: 'yaml',
    isText: true,
    read: (file) =>
      readConfiguration({ config: file, set: [] }, { engine, nowSec: () => 0, stderr: process.stderr }),
  },
  sweep: {
    extension: 'yaml',
    isText: true,
    read: (file) => parseSweepBlock(takeSweep(parseYaml(readFileSync(file, 'utf8'), file), file).sweep, file),
  },
  idx: { extension: 'idx', read: (file) => parseIdx(readFileSync(file), file) },
  csv: {
    extension: 'csv',
    isText: true,
    read: (file) => parsePulseCurves(readFileSync(file, 'utf8'), { source: file }),
  },
  mat: { extension: 'mat', read: (file) => parseMat(readFileSync(file), file) },
  npy: { extension: 'npy', read: readTensorFile },
  npz: { extension: 'npz', read: readTensorFile },
  safetensors: { extension: 'safetensors', read: readTensorFile },
  checkpoint: {
    extension: 'bin',
    read: (file) => decodeSnapshot(readFileSync(file), file),
    sealed(bytes) {
      const rest = bytes.subarray(bytes.indexOf('\n') + 1);
      return Buffer.concat([Buffer.from(`${createHash('sha256').update(rest).digest('hex')}\n`), rest]);
    },
  },
  onnx: { extension: 'onnx', read: (file) => planNetwork(withBatchNormsFolded(readOnnx(file))) },
  crossbar: { extension: 'json', isText: true, read: readCrossbar },
  network: { extension: 'json', isText: true, read: readNetwork },
  'own-csv': { ...ownData('csv'), isText: true },
  'own-npz': ownData('npz'),
  'own-mat': ownData('mat', { images: 'X', labels: 'y' }),
  'own-cifar': ownData('bin'),
  'own-idx': { extension: 'idx', read: (file) => parseIdxTensor(readFileSync(file), file) },
  'own-png': { ...ownImage('png'), sealed: sealedPng },
  'own-jpeg': ownImage('jpg'),
};
