/** Pieces that readers have been known to trip over. */
const texts = [
  ...[
    'null',
    'true',
    '[]',
    '{}',
    '""',
    '-1',
    '0',
    '1e999',
    '-1e-400',
    'NaN',
    'Infinity',
    '.nan',
    '9007199254740993',
  ],
  ...[
    '4294967296',
    '0x10',
    '[[',
    '}}',
    ': ',
    '- ',
    '\n',
    '\t',
    '\r\n',
    ',',
    ',,',
    ';',
    '#',
    '"',
    "'",
    '\\u0000',
    '\u2028',
  ],
  ...[
    '&a [*a, *a]',
    '*a',
    '!!js/function "x"',
    '!!binary x',
    '<<: *a',
    '---\n',
    '%YAML 9.9\n',
    '? ',
    '|2\n',
    '>-\n',
  ],
  ...[
    '__proto__',
    '{"__proto__": {}}',
    'constructor',
    'toString',
    '10 kohm',
    '1e5 m^9',
    '3 apples',
    '1 / 0 V',
  ],
  ...['[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[', '{a: {a: {a: {a: {a: {a: {a: {a: ', '\ud800'],
];
const deep = ['[', '{"a":', '- ', '(', '? '].map((piece) => piece.repeat(3000));
const bytesOfNote = [0, 1, 2, 0x7f, 0x80, 0xff, 0x0a, 0x1f, 0x8b];
const wordsOfNote = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x10000];

/** `next(n)` is a whole number in [0, n); `corpus` are sound inputs of the same reader. */
export function mutated(corpus, { next, isText }) {
  let bytes = Buffer.from(corpus[next(corpus.length)]);
  for (let left = 1 + next(4); left > 0; left--) bytes = changed(bytes, corpus, { next, isText });
  return bytes;
}

function changed(bytes, corpus, { next, isText }) {
  const at = next(bytes.length + 1);
  const size = Math.min(bytes.length - at, 1 + next(next(4) === 0 ? 200 : 8));
  const replaced = (by, removed = 0) =>
    Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + removed)]);
  switch (next(isText ? 9 : 7)) {
    case 0:
      return replaced(Buffer.of(bytes.length > at ? bytes[at] ^ (1 << next(8)) : next(256)), 1);
    case 1:
      return replaced(Buffer.of(bytesOfNote[next(bytesOfNote.length)]), 1);
    case 2:
      return replaced(Buffer.alloc(0), size);
    case 3:
      return next(3) === 0 ? bytes.subarray(0, at) : replaced(bytes.subarray(at, at + size));
    case 4: {
      const other = corpus[next(corpus.length)];
      const from = next(other.length);
      return replaced(other.subarray(from, from + 1 + next(100)), size);
    }
    case 5: {
      const word = Buffer.alloc(4);
      const value = wordsOfNote[next(wordsOfNote.length)];
      if (next(2) === 0) word.writeUInt32LE(value);
      else word.writeUInt32BE(value);
      return replaced(word, 4);
    }
    case 6:
      return replaced(Buffer.from(`${texts[next(texts.length)]}`), next(2) * size);
    case 7:
      return replaced(
        Buffer.from(next(40) === 0 ? deep[next(deep.length)] : texts[next(texts.length)]),
        next(2) * size,
      );
    default:
      return numberChanged(bytes, next);
  }
}

/** Another number in the place of one. */
function numberChanged(bytes, next) {
  const text = bytes.toString('utf8');
  const numbers = [...text.matchAll(/-?\d+(\.\d+)?(e[-+]?\d+)?/g)];
  if (numbers.length === 0) return bytes;
  const { 0: old, index } = numbers[next(numbers.length)];
  const other = ['-1', '0', '1', '0.5', '-0.0', '1e-320', '1e308', '65537', '99999999', `${next(1000)}`][
    next(10)
  ];
  return Buffer.from(text.slice(0, index) + other + text.slice(index + old.length));
}
