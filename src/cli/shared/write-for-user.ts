import { InputError } from '../../../devices/base/errors.js';
import { writeAtomically } from '../../runs/folder/atomic-write.js';

/**
 * Writes a file that the user named, as the value of `option` where there is one. Throws InputError
 * where it cannot be written.
 */
export function writeForUser(file: string, content: string | Uint8Array, option = ''): void {
  try {
    writeAtomically(file, content);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${option && `${option} `}${file}: ${code ?? message}, expected a file that can be written`,
    );
  }
}
