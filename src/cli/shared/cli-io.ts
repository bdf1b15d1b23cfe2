import type { Engine } from './engine.js';

/** A stream that text is written to; `isTTY` = a terminal, of `columns` characters a line. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** The world of a command: all it may print to, read from and wait for. */
export interface CliIo {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Monotonic clock in seconds. */
  readonly nowSec: () => number;
  /**
   * Aborted = the user has asked to stop. A command that takes it saves what it has; one that does
   * not is ended in its midst.
   */
  readonly signal: AbortSignal;
  readonly engine: Engine;
}

/**
 * A command's way to run: takes its exit code, or the error it throws, to the caller of `runCli`.
 */
export interface Cli {
  readonly io: CliIo;
  readonly exitWith: (exitCode: number) => void;
}

export function printLine(output: Output, text: string): void {
  output.write(`${text}\n`);
}

export function printJson(output: Output, value: unknown): void {
  printLine(output, JSON.stringify(value, null, 2));
}
