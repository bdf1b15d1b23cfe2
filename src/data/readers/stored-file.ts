import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import { gunzip } from './idx.js';

/**
 * One file of a data set, in memory and uncompressed, beside the checksum of the published file.
 */
export interface StoredFile {
  readonly file: string;
  readonly bytes: Uint8Array;
  /**
   * Checksum of the published file, uncompressed, in hexadecimal; null where its publisher gives
   * none.
   */
  readonly expected: string | null;
  /** As its publisher gives it; SHA-256 by default. */
  readonly algorithm?: 'md5';
}

/**
 * Whether a file is the published one; checksums are over the uncompressed bytes, in hexadecimal.
 */
export interface FileCheck {
  readonly file: string;
  readonly sha256: string;
  /** Where `expected` is an MD5. */
  readonly md5?: string;
  /** null = not known: no file is then known to be the published one. */
  readonly expected: string | null;
  readonly ok: boolean;
}

/**
 * Reads a file, plain or gzip. Throws InputError naming it where it cannot be read or uncompressed.
 */
export function readStoredFile(file: string, expected: string | null): StoredFile {
  return { file, bytes: gunzip(readBytes(file), file), expected };
}

/** One entry a file, in the order given. O(bytes). */
export function verifyFiles(files: readonly StoredFile[]): readonly FileCheck[] {
  return files.map(({ file, bytes, expected, algorithm }) => {
    const sha256 = sha256Of([bytes]);
    if (algorithm === undefined) return { file, sha256, expected, ok: sha256 === expected };
    const md5 = createHash('md5').update(bytes).digest('hex');
    return { file, sha256, md5, expected, ok: md5 === expected };
  });
}

/**
 * What a data set is called: by its published name where its files are the published ones, else by
 * the folder they are from.
 */
export function nameOfFiles(files: readonly StoredFile[], published: string, path?: string): string {
  if (path === undefined || verifyFiles(files).every(({ ok }) => ok)) return published;
  return basename(resolve(path)) || path;
}

/** Throws InputError naming the first file that is not the published one. O(bytes). */
export function checkFiles(files: readonly StoredFile[]): void {
  const wrong = verifyFiles(files).find(({ ok }) => !ok);
  if (wrong) {
    throw new InputError(
      `${wrong.file}: expected SHA-256 ${wrong.expected}, uncompressed (got ${wrong.sha256})`,
    );
  }
}

/** SHA-256 of the parts as if they were one, in hexadecimal. */
export function sha256Of(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Throws InputError naming the file where it cannot be read. */
export function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new InputError(
      `Cannot read ${file}: expected a readable file (got ${(error as { code?: string }).code})`,
    );
  }
}
