import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  type DeviceModel,
  type DeviceModelDefinition,
  InputError,
  type OdeDevice,
} from '../../../devices/index.js';

/** What a user's own file exports as its default, or as `model`. */
export interface ImportedDevice {
  /** A model, or a device without parameters as a model without fields. */
  readonly definition?: DeviceModelDefinition;
  readonly equation?: OdeDevice;
  /** Its export `options`, for the laws. */
  readonly options: unknown;
  /** SHA-256 of the file. */
  readonly sha256: string;
}

/** The definition of a user's own file, as this thread has loaded it. */
interface DeviceModule {
  readonly definition: DeviceModelDefinition;
  readonly sha256: string;
}

/** By absolute path, as the thread's own list of modules. */
const loaded = new Map<string, DeviceModule>();

/**
 * Imports a file of a user's own device, as it is now. What it holds runs here: a thread with a
 * time limit comes first. Throws InputError where it cannot be imported or exports no device.
 */
export async function importDevice(path: string): Promise<ImportedDevice> {
  const { sha256 } = readModule(path);
  const {
    default: standard,
    model,
    options,
  } = await imported(`${pathToFileURL(realpathSync(path))}?sha256=${sha256}`, path);
  const device = standard ?? model;
  if (hasAll<OdeDevice>(device, odeParts)) return { equation: device, options, sha256 };
  const definition = definitionOf(device);
  if (definition) return { definition, options, sha256 };
  const parts = typeOf(device, 'fields') === 'object' ? definitionParts : modelParts;
  throw new InputError(
    `${path}: ${device === undefined ? 'no default export and no `model`' : missingPart(device, parts)}, ` +
      'expected a DeviceModel or an OdeDevice, or a definition of defineDeviceModel',
  );
}

/**
 * Makes the model of a file one that `createChipModel` knows in this thread. Throws InputError as
 * `importDevice`, where the file is not the one of `sha256`, where it is no model, and where it
 * needs other files, which its hash would not tell apart.
 */
export async function loadDeviceModule(path: string, sha256?: string): Promise<void> {
  const { text, sha256: now } = readModule(path);
  if (sha256 !== undefined && now !== sha256)
    throw new InputError(`${path}: it changes while it is read, expected a file that stays`);
  if (loaded.get(path)?.sha256 === now) return;
  const other = /\b(?:from|import)\s*\(?\s*['"]((?:\.|\/|file:)[^'"]*)['"]/.exec(text)?.[1];
  if (other !== undefined)
    throw new InputError(`${path}: imports ${other}, expected one file that imports packages alone`);
  const { definition } = await importDevice(path);
  if (!definition) throw new InputError(`${path}: an OdeDevice, expected a model: odePulses makes one of it`);
  loaded.set(path, Object.freeze({ definition, sha256: now }));
}

/** The model of a file that `loadDeviceModule` has loaded here. Throws InputError for another. */
export function deviceModuleAt(path: string): DeviceModelDefinition {
  const found = loaded.get(path);
  if (found) return found.definition;
  throw new InputError(`hardware.device.module: ${path}, expected a file that a command has loaded`);
}

/** SHA-256 of the file as it was loaded here, or as it is where it was not. Throws InputError. */
export function hashOfDeviceModule(path: string): string {
  return loaded.get(path)?.sha256 ?? readModule(path).sha256;
}

/** The first part that what should be a device lacks; null where it has all. */
export function missingPart(
  device: unknown,
  parts: Readonly<Record<string, string>> = modelParts,
): string | null {
  const missing = Object.entries(parts).find(([part, type]) => typeOf(device, part) !== type);
  return missing ? `${missing[0]} is no ${missing[1]}` : null;
}

const modelParts = {
  name: 'string',
  parameters: 'object',
  gMinS: 'number',
  gMaxS: 'number',
  stepS: 'number',
  currentVoltage: 'object',
  create: 'function',
  pulse: 'function',
  conductanceInto: 'function',
};
const odeParts = { simulate: 'function', rate: 'function', currentA: 'function' };
const definitionParts = { name: 'string', fields: 'object', example: 'object', create: 'function' };

function definitionOf(device: unknown): DeviceModelDefinition | undefined {
  if (hasAll<DeviceModelDefinition>(device, definitionParts)) return device;
  if (!hasAll<DeviceModel>(device, modelParts)) return undefined;
  const { name } = device;
  return {
    name,
    kind: 'pulses',
    summary: name,
    source: name,
    fields: {},
    example: {},
    create: () => device,
  };
}

function hasAll<T>(value: unknown, parts: Readonly<Record<string, string>>): value is T {
  return missingPart(value, parts) === null;
}

function typeOf(value: unknown, part: string): string {
  return typeof (value as Record<string, unknown> | null | undefined)?.[part];
}

function readModule(path: string): { readonly text: string; readonly sha256: string } {
  try {
    const bytes = readFileSync(path);
    return { text: bytes.toString(), sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    throw importFault(path, error);
  }
}

async function imported(url: string, path: string): Promise<Record<string, unknown>> {
  try {
    return await import(/* @vite-ignore */ url);
  } catch (error) {
    throw importFault(path, error);
  }
}

function importFault(path: string, error: unknown): InputError {
  const { code, message } = (
    error instanceof Error ? error : new Error(String(error))
  ) as NodeJS.ErrnoException;
  // Nothing there to be read is nothing to be imported.
  const fault = code === 'ENOENT' ? 'ERR_MODULE_NOT_FOUND' : (code ?? message);
  return new InputError(`${path}: ${fault}, expected a JavaScript module that can be imported`);
}
