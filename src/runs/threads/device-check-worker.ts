import { parentPort, workerData } from 'node:worker_threads';
import { createDefinedModel } from '../../../devices/index.js';
import type { DeviceLawOptions, LawOptions, OdeLawOptions } from '../../../devices/testing/index.js';
import { type ImportedDevice, importDevice, missingPart } from '../../configuration/device/device-module.js';
import type { DeviceCheckData, DeviceCheckMessage } from './device-check.js';
import { lawKit } from './law-kit.js';

// The entry of the thread that tries the laws on a user's own file: see device-check.ts.
const { path, parameters, seed, runs } = workerData as DeviceCheckData;

const post = (message: DeviceCheckMessage) => parentPort?.postMessage(message);
const begun = (step: string) => post({ kind: 'begun', step });

try {
  const kit = await lawKit();
  begun('import');
  const device = await importDevice(path);
  const report = reportOn(device, kit, { seed, runs, begun });
  post({ kind: 'done', sha256: device.sha256, report });
} catch (error) {
  post({ kind: 'fault', message: error instanceof Error ? error.message : String(error) });
}

type LawKit = Awaited<ReturnType<typeof lawKit>>;

/** null where the model cannot be made of the parameters that are given. Throws what is wrong. */
function reportOn({ definition, equation, options }: ImportedDevice, kit: LawKit, laws: LawOptions) {
  const own = { ...(options as object | undefined), ...laws };
  if (equation) return kit.checkOdeDevice(equation, own as OdeLawOptions);
  begun('create');
  const { fields } = definition!;
  // What is missing is for the schema to report, with the path of the field.
  if (parameters && Object.keys(fields).some((name) => !fields[name].optional && !(name in parameters))) {
    return null;
  }
  const given = parameters ?? kit.scatteredExample(definition!);
  const made = attempt(() => createDefinedModel(definition!, given));
  if (made.error !== undefined) {
    if (parameters) return null;
    throw new Error(`${path}: its example: ${made.error}, expected parameters that go together`);
  }
  const missing = missingPart(made.value);
  if (missing !== null) throw new Error(`${path}: create: ${missing}, expected a DeviceModel`);
  return kit.checkDefinition(definition!, given, own as DeviceLawOptions);
}

function attempt<T>(create: () => T): { readonly value?: T; readonly error?: string } {
  try {
    return { value: create() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
