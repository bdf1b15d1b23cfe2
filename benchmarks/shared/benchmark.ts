import type { EngineName } from '../../src/runs/threads/engine-names.js';

/** What a benchmark is given. */
export interface BenchmarkContext {
  readonly seed: number;
  /** Timed rounds, after one that is not counted. */
  readonly repetitions: number;
  /** Threads wished for; a part that has fewer says how many it ran on. */
  readonly threads: number;
  /** Which kernels are timed; undefined = native where it is there, else wasm. */
  readonly engine: EngineName | undefined;
  /** Images of the epoch benchmarks; null = their default. */
  readonly images: number | null;
  /** Images that `epoch-ep2` learns before it begins to measure; null = its default. */
  readonly start: number | null;
  /** Folder for figures; null = none are drawn. */
  readonly out: string | null;
  /** A line of progress. */
  readonly log: (line: string) => void;
}

export type Row = Readonly<Record<string, string | number | boolean | null>>;

export interface Outcome {
  /** What is timed, and what `ratio` is where it is not the peer's time over ours. */
  readonly work: string;
  /** What it is compared with; null where that is not installed or not there, for `reason`. */
  readonly peer: string | null;
  readonly reason?: string;
  /**
   * Above 1 we are better, unless `work` names another quantity; null where it could not be
   * measured.
   */
  readonly ratio: number | null;
  readonly rows: readonly Row[];
}

export interface Benchmark {
  readonly name: string;
  /** The least `ratio` that we want. */
  readonly target: number;
  readonly run: (context: BenchmarkContext) => Promise<Outcome>;
}

/** A row that says whether a value keeps its limit. */
export function check(name: string, value: number, limit: { atMost: number } | { atLeast: number }): Row {
  const ok = 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast;
  return { check: name, value, ...limit, ok };
}
