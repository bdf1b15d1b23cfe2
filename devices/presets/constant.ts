/** A number of a published device and where it comes from. */
export interface Constant {
  readonly value: number;
  /**
   * SI; `weight` for the paper's weight units, `1` for shares, exponents and factors of other
   * parameters.
   */
  readonly unit: Unit;
  readonly source: Source;
  /** What the source's measurements span; absent where the source states none. */
  readonly range?: string;
}

export type Unit = '1' | 'weight' | 'S' | 'pulses' | 'mini-batches' | 'V' | 'A' | 's';

/** Where a number is published, or why it is assumed. */
export type Source = { readonly doi: string; readonly where: string } | { readonly assumption: string };

/**
 * Parameters of a model, each number with its source; texts and switches choose a form of the
 * model.
 */
export type ConstantTree = { readonly [name: string]: Constant | string | boolean | ConstantTree };

/** Makes the constants of one source. */
export function citing(doi: string, where: string, range?: string) {
  const source: Source = Object.freeze({ doi, where });
  return (value: number, unit: Unit = '1'): Constant =>
    Object.freeze({ value, unit, source, ...(range !== undefined && { range }) });
}

/** Makes constants that no source gives. */
export function assuming(assumption: string) {
  const source: Source = Object.freeze({ assumption });
  return (value: number, unit: Unit = '1'): Constant => Object.freeze({ value, unit, source });
}

export function isConstant(node: unknown): node is Constant {
  return typeof node === 'object' && node !== null && 'value' in node && 'source' in node;
}

/** The tree with each constant replaced by its number. */
export function valuesOf(tree: ConstantTree): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      isConstant(node) ? node.value : typeof node === 'object' ? valuesOf(node) : node,
    ]),
  );
}

/** All constants of a tree by their dotted names. */
export function constantsOf(tree: ConstantTree, prefix = ''): readonly (readonly [string, Constant])[] {
  return Object.entries(tree).flatMap(([name, node]) => {
    if (isConstant(node)) return [[prefix + name, node] as const];
    return typeof node === 'object' ? constantsOf(node, `${prefix}${name}.`) : [];
  });
}
