import { destination, pino } from 'pino';
import { toldOf } from './atomic-write.js';

/** Structured lines of what happened in a run. */
export interface RunLog {
  readonly info: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
  /** Flushes and closes the file. */
  readonly close: () => void;
}

/**
 * A log of JSON lines in `file`, each written when it is made. Throws what the file system throws,
 * reported as by `writeAtomically`.
 */
export function createRunLog(file: string): RunLog {
  const stream = destination({ dest: file, sync: true });
  const log = pino({ base: null }, stream);
  const told = (write: () => void) => {
    try {
      write();
    } catch (error) {
      throw toldOf(error, file);
    }
  };
  return Object.freeze({
    info: (fields: object, message: string) => told(() => log.info(fields, message)),
    error: (fields: object, message: string) => told(() => log.error(fields, message)),
    close: () => stream.end(),
  });
}
