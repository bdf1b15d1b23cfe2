import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { kernelSignatures } from '../../../crossbar/kernels/contract/kernel-signatures.js';
import { decodeBase64 } from '../../../crossbar/kernels/simd/decode-base64.js';
import { instantiate } from '../../../crossbar/kernels/simd/instance.js';
import { isFastSupported } from '../../../crossbar/kernels/simd/simd-kernels.js';
import { fastBase64, strictBase64 } from '../../../crossbar/kernels/wasm-module.generated.js';
import { pulseLaws } from '../../../devices/index.js';

const assembly = (file: string) =>
  readFileSync(new URL(`../../../crossbar/kernels/assembly/${file}.ts`, import.meta.url), 'utf8');

/** Name and signature of all that assembly/index.ts exports: "f(a: usize, n: i32): void". */
function exportedByAssembly(): readonly string[] {
  const groups = [...assembly('index').matchAll(/export \{ (.+?) \} from '\.\/(.+?)'/g)];
  return groups.flatMap(([, names, file]) =>
    names.split(', ').map((name) => {
      const head = new RegExp(`export function ${name}\\(([^)]*)\\): (\\w+)`).exec(assembly(file));
      const parameters = head![1].split(',').map((parameter) => parameter.trim());
      return `${name}(${parameters.filter(Boolean).join(', ')}): ${head![2]}`;
    }),
  );
}

const entries = Object.entries(kernelSignatures);

it('the sources of the kernels have the parameters of the table, by name, order and type', () => {
  const listed = entries.map(([name, { takes, returns }]) => {
    const parameters = Object.entries(takes).map(([parameter, kind]) => `${parameter}: ${kind}`);
    return `${name}(${parameters.join(', ')}): ${returns}`;
  });
  expect([...exportedByAssembly()].sort()).toEqual(listed.sort());
});

/** How many parameters each kernel of a module has. */
function parameterCounts(base64: string): Readonly<Record<string, number>> {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const kernels = Object.entries(instantiate(new WebAssembly.Module(decodeBase64(base64)), memory));
  return Object.fromEntries(kernels.map(([name, kernel]) => [name, kernel.length]));
}

it('the compiled modules export the kernels of the table with as many parameters', () => {
  const listed = Object.fromEntries(entries.map(([name, { takes }]) => [name, Object.keys(takes).length]));
  expect(parameterCounts(strictBase64)).toEqual(listed);
  if (isFastSupported()) expect(parameterCounts(fastBase64)).toEqual(listed);
});

it('the compiled pulse numbers its laws as `pulseLaws` does', () => {
  const cases = assembly('writes/pulses').matchAll(/case (\d+):\s+return train<(\w+)>/g);
  const classOf = (law: string) => law.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase());
  expect([...cases].map(([, number, law]) => [Number(number), law])).toEqual(
    pulseLaws.map((law, number) => [number, classOf(law)]),
  );
});
