import type { Command } from 'commander';
import { InputError } from '../../../devices/base/errors.js';
import type { Tensor, Tensors } from '../../data/readers/tensor.js';
import { type Cli, type CliIo, printJson, printLine } from '../shared/cli-io.js';

/** `crossprop weights show F` and `crossprop weights convert IN OUT` */
export function registerWeights(program: Command, { io }: Cli): void {
  const weights = program
    .command('weights')
    .description('Files of weights: .safetensors, .npz and .npy.')
    .addHelpText('after', '\nExample:\n  $ crossprop weights show docs/examples/mlp.safetensors');
  weights
    .command('show')
    .description('The arrays of a file: name, shape, range.')
    .argument('<FILE>', '.safetensors, .npz or .npy')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  $ crossprop weights show model.npz --json')
    .action((file: string, { json }: { json?: boolean }) => show(file, io, json ?? false));
  weights
    .command('convert')
    .description('Write the arrays of a file in the format that the other file name ends in.')
    .argument('<IN>', '.safetensors, .npz or .npy')
    .argument('<OUT>', '.safetensors, .npz, or .npy for a single array')
    .option('--only <NAME>', 'this array alone')
    .addHelpText(
      'after',
      '\nExample:\n  $ crossprop weights convert runs/mine-1/weights/eqprop-chip-1.safetensors mine.npz' +
        '\n  $ crossprop weights convert mine.npz first.npy --only 0.weight',
    )
    .action((from: string, to: string, { only }: { only?: string }) => convert(from, to, { only, io }));
}

async function show(file: string, { stdout }: CliIo, json: boolean): Promise<void> {
  const { readTensorFile } = await import('../../data/readers/tensor-file.js');
  const { aligned } = await import('../shared/aligned.js');
  const arrays = [...readTensorFile(file)].map(([name, tensor]) => ({
    name,
    shape: tensor.shape,
    ...rangeOf(tensor),
  }));
  if (json) return printJson(stdout, { arrays });
  const digits = (value: number | null) => (value === null ? '-' : Number(value.toPrecision(6)).toString());
  const rows = arrays.map(({ name, shape, least, most }) => [
    name,
    shape.join(' x '),
    digits(least),
    digits(most),
  ]);
  printLine(stdout, aligned([['array', 'shape', 'least', 'most'], ...rows]));
}

/** null where there is no finite element. */
function rangeOf({ data }: Tensor): { least: number | null; most: number | null } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const element of data) {
    const value = Number(element);
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least > most ? { least: null, most: null } : { least, most };
}

async function convert(
  from: string,
  to: string,
  { only, io }: { only: string | undefined; io: CliIo },
): Promise<void> {
  const { readTensorFile, tensorFileBytes } = await import('../../data/readers/tensor-file.js');
  const { writeForUser } = await import('../shared/write-for-user.js');
  writeForUser(to, tensorFileBytes(to, picked(readTensorFile(from), { only, from })));
  printLine(io.stdout, to);
}

function picked(tensors: Tensors, { only, from }: { only: string | undefined; from: string }): Tensors {
  if (only === undefined) return tensors;
  const tensor = tensors.get(only);
  if (tensor) return new Map([[only, tensor]]);
  throw new InputError(`--only ${only}: expected an array of ${from}: ${[...tensors.keys()].join(', ')}`);
}
