import asc from 'assemblyscript/asc';

// Chains x <- x m + a that live in registers: 12 hide the latency of a multiplication and an
// addition at two of each a cycle, and leave room for m and a among 16 registers.
const chains = Array.from({ length: 12 }, (_, i) => `x${i}`);

// x -> x / 2 + 1 / 2 keeps every x in [1, 2]: no denormals, no overflow, nothing the compiler could
// know.
const source = `export function run(steps: i32, start: f32): f32 {
  const m = f32x4.splat(0.5);
  const a = f32x4.splat(0.5);
  ${chains.map((x, i) => `let ${x} = f32x4.splat(start + ${i} / 16.0 as f32);`).join('\n  ')}
  for (let i = 0; i < steps; i++) {
    ${chains.map((x) => `${x} = f32x4.add(f32x4.mul(${x}, m), a);`).join('\n    ')}
  }
  return f32x4.extract_lane(${chains.reduce((sum, x) => `f32x4.add(${sum}, ${x})`)}, 0);
}`;

export interface Peak {
  readonly flop: (steps: number) => number;
  readonly run: (steps: number) => number;
}

/**
 * A WebAssembly loop of 128-bit multiplications and additions that touches no memory: the most that
 * strict SIMD can do on one thread of this machine.
 */
export async function createPeak(): Promise<Peak> {
  const { error, binary, stderr } = await asc.compileString(source, {
    optimizeLevel: 3,
    runtime: 'stub',
    noAssert: true,
    enable: ['simd'],
  });
  if (error || binary === null) throw new Error(`Cannot compile the peak loop: ${stderr.toString()}`);
  const module = new WebAssembly.Module(binary as Uint8Array<ArrayBuffer>);
  const { run } = new WebAssembly.Instance(module, { env: { abort: () => undefined } }).exports as {
    run: (steps: number, start: number) => number;
  };
  return { flop: (steps) => steps * chains.length * 4 * 2, run: (steps) => run(steps, 1) };
}
