import { InputError } from '../../../devices/base/errors.js';

/** Throws InputError where fast-check, which only the laws need, is not installed. */
export async function lawKit() {
  try {
    return await import('../../../devices/testing/index.js');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes('fast-check')) throw error;
    throw new InputError(
      'devices check: expected the package fast-check (npm install --save-dev fast-check)',
    );
  }
}
