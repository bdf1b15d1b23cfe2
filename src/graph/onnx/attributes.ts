import type { AttributeProto, NodeProto } from 'onnx-buf';

/** The attributes of a node, by name, with defaults for those that it leaves out. */
export interface Attributes {
  readonly integer: (name: string, byDefault: number) => number;
  readonly integers: (name: string, byDefault: readonly number[]) => readonly number[];
  readonly float: (name: string, byDefault: number) => number;
  readonly text: (name: string, byDefault: string) => string;
  readonly texts: (name: string, byDefault: readonly string[]) => readonly string[];
  readonly has: (name: string) => boolean;
}

export function attributesOf({ attribute }: Pick<NodeProto, 'attribute'>): Attributes {
  const all = new Map(attribute.map((each) => [each.name, each]));
  const of = <T>(name: string, byDefault: T, read: (found: AttributeProto) => T): T => {
    const found = all.get(name);
    return found === undefined ? byDefault : read(found);
  };
  const decoder = new TextDecoder();
  return Object.freeze<Attributes>({
    integer: (name, byDefault) => of(name, byDefault, ({ i }) => Number(i)),
    integers: (name, byDefault) => of(name, byDefault, ({ ints }) => ints.map(Number)),
    float: (name, byDefault) => of(name, byDefault, ({ f }) => f),
    text: (name, byDefault) => of(name, byDefault, ({ s }) => decoder.decode(s)),
    texts: (name, byDefault) => of(name, byDefault, ({ strings }) => strings.map((s) => decoder.decode(s))),
    has: (name) => all.has(name),
  });
}
