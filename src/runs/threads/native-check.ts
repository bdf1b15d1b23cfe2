import { createSimdKernels } from '../../../crossbar/index.js';
import { differingKernel } from './differing-kernel.js';
import { engineOf, load, SOUND } from './native-engine.js';

// The entry of a process that tries native kernels: `native-check FILE`. It says that they are
// sound where all sets of this processor's instructions give the bits of WebAssembly, else why not.
const [file] = process.argv.slice(2);
process.exitCode = 1;
try {
  const { sets } = load(file);
  const wrong = sets.flatMap((set) => {
    const name = differingKernel(createSimdKernels(), createSimdKernels({ engine: engineOf({ file, set }) }));
    return name === null ? [] : [`${name} of ${set} differs from WebAssembly`];
  });
  // A library that was linked to flush denormal numbers does so for the whole process.
  if (5e-324 * Number(process.argv.length > 0) === 0) wrong.push('denormal numbers are flushed to zero');
  process.stdout.write(wrong.length > 0 ? wrong.join('; ') : SOUND);
  process.exitCode = wrong.length > 0 ? 1 : 0;
} catch (error) {
  process.stdout.write((error as Error).message);
}
