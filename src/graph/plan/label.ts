import type { NodeProto } from 'onnx-buf';

/** Names that an exporter makes up, which tell a person nothing. */
const anonymous = /^onnx::|^val_\d+$|^_to_copy|^t_?\d*$|^\/|^arith|^\d+$/;

/**
 * What a person calls a layer: `conv1` for weights `conv1.weight`, else the name of the node
 * without the slashes and the operator that exporters add.
 */
export function labelOf({ name, opType }: Pick<NodeProto, 'name' | 'opType'>, weightName: string): string {
  const stem = weightName
    .replace(/ folded into .*$/, '')
    .replace(/(\/ReadVariableOp.*|:0)$/, '')
    .replace(/[./](weight|kernel|weight_ih_l\d+|bias)$/, '');
  if (stem !== weightName && stem !== '' && !anonymous.test(weightName)) return stem;
  const parts = name.split('/').filter((part) => part !== '');
  const isOperator = parts.at(-1)?.replace(/_\d+$/, '') === opType;
  return (isOperator ? parts.slice(0, -1) : parts).join('.') || name;
}

/** Whether a name fits one of the patterns, in which `*` stands for anything. */
export function fits(pattern: string, names: readonly string[]): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const whole = new RegExp(`^${parts.join('.*')}$`, 's');
  return names.some((name) => whole.test(name));
}
