import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { packageRoot } from '../../data/package-root.js';

/** The JSON Schema of configurations, which the build leaves beside the compiled sources. */
export function schemaFile(root: string = packageRoot()): string {
  return join(root, 'dist', 'schema.json');
}

/**
 * The schema as an editor finds it from `file`: a relative path where crossprop is installed in a
 * folder around the file, so that others who check the project out find it too, else an absolute
 * one.
 */
export function schemaPathFrom(file: string, root: string = packageRoot()): string {
  const folder = dirname(resolve(file));
  const [project] = root.split(`${sep}node_modules${sep}`) as [string];
  const inside = relative(project, folder);
  if (inside.startsWith('..') || isAbsolute(inside)) return schemaFile(root);
  const path = relative(folder, schemaFile(root)).replaceAll(sep, '/');
  return path.startsWith('.') ? path : `./${path}`;
}
