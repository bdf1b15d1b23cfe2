import { type KernelArguments, type KernelName, kernelSignatures } from './kernel-signatures.js';

const orders = new Map<string, readonly string[]>(
  Object.entries(kernelSignatures).map(([name, { takes }]) => [name, Object.keys(takes)]),
);

/** A call's numbers in the order of the kernel's signature. Allocates the list that it returns. */
export function kernelNumbers<Name extends KernelName>(
  name: Name,
  named: KernelArguments<Name>,
): readonly number[] {
  const order = orders.get(name) as readonly (keyof KernelArguments<Name>)[];
  return order.map((parameter) => named[parameter]);
}
