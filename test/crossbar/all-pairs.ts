/** Names of the choices of each factor. */
export type Factors = Readonly<Record<string, readonly string[]>>;
/** One choice a factor. */
export type Row = Readonly<Record<string, string>>;

/** Every combination of choices. */
export function allRows(factors: Factors): readonly Row[] {
  return Object.entries(factors).reduce<Row[]>(
    (rows, [factor, choices]) =>
      rows.flatMap((row) => choices.map((choice) => ({ ...row, [factor]: choice }))),
    [{}],
  );
}

const pairsOf = (row: Row): string[] => {
  const names = Object.entries(row).map(([factor, choice]) => `${factor}=${choice}`);
  return names.flatMap((one, i) => names.slice(i + 1).map((other) => `${one}, ${other}`));
};

/**
 * A few rows in which every two choices that go together in any row meet at least once. Greedy:
 * each row is the one that meets most pairs that have not met yet. O(rows x rows kept).
 */
export function allPairs(rows: readonly Row[]): readonly Row[] {
  const numbers = new Map<string, number>();
  const numberOf = (pair: string) => {
    if (!numbers.has(pair)) numbers.set(pair, numbers.size);
    return numbers.get(pair)!;
  };
  const pairs = rows.map((row) => pairsOf(row).map(numberOf));
  const isMissing = new Uint8Array(numbers.size).fill(1);
  const kept: Row[] = [];
  for (;;) {
    const news = pairs.map((own) => own.reduce((sum, pair) => sum + isMissing[pair], 0));
    const most = news.reduce((largest, count) => Math.max(largest, count), 0);
    if (most === 0) return kept;
    const best = news.indexOf(most);
    kept.push(rows[best]);
    for (const pair of pairs[best]) isMissing[pair] = 0;
  }
}
